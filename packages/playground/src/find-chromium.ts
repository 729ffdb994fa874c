import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PlaygroundError } from './playground-error';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome.exe',
  'msedge.exe',
];
const macApplications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Path of a Chromium or Chrome of this machine: the one in SIGNALBOX_CHROMIUM, or the first one found.
 * @throws PlaygroundError if there is none
 */
export function findChromium(): string {
  const chosen = process.env.SIGNALBOX_CHROMIUM;
  if (chosen) {
    if (existsSync(chosen)) return chosen;
    throw new PlaygroundError(
      `SIGNALBOX_CHROMIUM is ${chosen}, and there is no such file.`,
      'Correct it, or unset it.',
    );
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...onPath, ...macApplications].find((path) => existsSync(path));
  if (found) return found;
  throw new PlaygroundError(
    'No Chromium or Chrome was found.',
    'Install one (Debian, Ubuntu: sudo apt-get install -y chromium), or set SIGNALBOX_CHROMIUM to its path.',
  );
}
