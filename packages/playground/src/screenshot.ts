import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Canvas, type Theme } from './canvas';
import { findChromium } from './find-chromium';
import { exampleId } from './import-examples';
import { PlaygroundError } from './playground-error';
import { consoleProgress } from './progress';
import { repositoryRoot } from './repository-root';
import { startPlayground } from './start-playground';

// Takes the pictures of the documentation: a fresh playground, both themes, into docs/images.

const target = join(repositoryRoot, 'docs', 'images');
const manualTrigger = 'When clicking "Execute workflow"';

/** Example shown for each service, with the node to execute and the nodes to open. */
const shown = [
  {
    service: 'signl4',
    example: 'alert-round-trip.json',
    lastNode: 'Raise an alert',
    pictures: { canvas: undefined, 'send-alert': 'Raise an alert', trigger: 'When an alert is acknowledged' },
  },
  {
    service: 'disruptive-technologies',
    example: 'sensor-round-trip.json',
    lastNode: 'An emulated sensor reports',
    pictures: { 'sensor-canvas': undefined, 'sensor-trigger': 'When a sensor reports' },
  },
  {
    service: 'trust-lighthouse',
    example: 'signed-contract-arrives.json',
    lastNode: 'Upload it',
    pictures: { 'contract-canvas': undefined },
  },
  {
    service: 'dataworld-sentry',
    example: 'error-workflow-turns-badge.json',
    lastNode: 'Report success',
    pictures: { 'badge-canvas': undefined },
  },
] as const;

async function takePictures(): Promise<void> {
  findChromium();
  mkdirSync(target, { recursive: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'signalbox-screenshots-'));
  const progress = consoleProgress();
  try {
    const playground = await startPlayground({ dataDir, port: 0, brokerPort: 0, emulatorPort: 0, progress });
    try {
      for (const theme of ['light', 'dark'] satisfies Theme[]) {
        await progress.step(`Taking the pictures in the ${theme} theme`, async () => {
          const canvas = await Canvas.open(playground, theme);
          try {
            for (const { service, example, lastNode, pictures } of shown) {
              await canvas.show(exampleId({ name: service }, example));
              await canvas.execute(manualTrigger, lastNode);
              for (const [picture, node] of Object.entries(pictures)) {
                if (node) await canvas.openNode(node);
                await canvas.screenshot(join(target, `${picture}-${theme}.png`));
                if (node) await canvas.closeNode();
              }
            }
          } finally {
            await canvas.close();
          }
        });
      }
    } finally {
      await playground.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  console.log(`  The pictures are in ${target}`);
}

takePictures().catch((error: Error) => {
  console.error(error instanceof PlaygroundError ? `${error.message}\n${error.remedy}` : error);
  process.exitCode = 1;
});
