/** Reports progress during the long steps. */
export interface Progress {
  /** Runs `work` as one step and says how it goes. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** Adds one line about something that is worth knowing. */
  note(text: string): void;
}

/** For tests: says nothing. */
export const silentProgress: Progress = {
  step: (_title, work) => work(),
  note: () => {},
};

/** Without a terminal the line cannot be rewritten, so a sign of life is printed only now and then. */
const SIGN_OF_LIFE_MS = 15_000;

/** Writes one line per step; on a terminal the line counts the seconds. */
export function consoleProgress(output: NodeJS.WriteStream = process.stdout): Progress {
  return {
    async step(title, work) {
      const begin = Date.now();
      const seconds = () => `${((Date.now() - begin) / 1000).toFixed(1)} s`;
      const rewrite = (text: string) => output.write(`\r\u001b[K  ${text}`);
      if (output.isTTY) rewrite(`${title} ...`);
      const ticker = setInterval(
        () =>
          output.isTTY ? rewrite(`${title} ... ${seconds()}`) : output.write(`  ${title} ... ${seconds()}\n`),
        output.isTTY ? 500 : SIGN_OF_LIFE_MS,
      );
      const end = (text: string) => {
        clearInterval(ticker);
        if (output.isTTY) rewrite(`${text}\n`);
        else output.write(`  ${text}\n`);
      };
      try {
        const result = await work();
        end(`${title}: ${seconds()}`);
        return result;
      } catch (error) {
        end(`${title}: given up after ${seconds()}`);
        throw error;
      }
    },
    note: (text) => void output.write(`  ${text}\n`),
  };
}
