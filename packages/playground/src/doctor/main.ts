// Started by `npm run doctor`: prints one line of JSON for each check, { title, message?, remedy? }.

import { DEFAULT_PORT } from '../start-playground';
import { PlaygroundError } from '../playground-error';
import { playgroundChecks } from './playground-checks';

void run();

async function run(): Promise<void> {
  for (const { title, check } of playgroundChecks({ port: DEFAULT_PORT })) {
    try {
      await check();
      console.log(JSON.stringify({ title }));
    } catch (error) {
      if (!(error instanceof PlaygroundError)) throw error;
      const { message, remedy } = error;
      console.log(JSON.stringify({ title, message, remedy }));
    }
  }
}
