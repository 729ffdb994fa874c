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
const roundTrip = exampleId({ name: 'signl4' }, 'alert-round-trip.json');

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
            await canvas.show(roundTrip);
            await canvas.execute(manualTrigger, 'Raise an alert');
            await canvas.screenshot(join(target, `canvas-${theme}.png`));
            await canvas.openNode('Raise an alert');
            await canvas.screenshot(join(target, `send-alert-${theme}.png`));
            await canvas.closeNode();
            await canvas.openNode('When an alert is acknowledged');
            await canvas.screenshot(join(target, `trigger-${theme}.png`));
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
