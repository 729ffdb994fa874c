import { inspect } from 'node:util';
import type { NodeRun } from '@signalbox/node-harness';

/** Output items of an operation. Throws its error if it failed. */
export function itemsOf({ error, outputs }: NodeRun) {
  if (error) throw new Error(`${error.message} ${String((error as { description?: unknown }).description)}`);
  return outputs[0]!.map(({ json }) => json);
}

/** Texts of a failure that the user sees. */
export interface Refusal {
  message: string;
  description: string;
  httpCode?: string;
}

/** Reads failures, and fails if any of the secrets is shown in one. */
interface FailureReader {
  /** The error of a failed run, after a look for secrets in all that the user can get to see. */
  refusalOf(run: NodeRun): Refusal;
  /** The same for something that rejects. */
  rejectionOf(promise: Promise<unknown>): Promise<Refusal>;
  /** Fails if a secret stands anywhere in a value: in plain or encoded form, in a cause, in a hidden property. */
  expectNoSecret(this: void, value: unknown, more?: readonly string[]): void;
}

/** @param secrets none of which may occur in anything that the user, the log or the workflow gets to see */
export function failuresWithout(secrets: readonly string[]): FailureReader {
  const expectNoSecret = (value: unknown, more: readonly string[] = []): void => {
    const text = inspect(value, { depth: 12, showHidden: true, maxArrayLength: null, maxStringLength: null });
    for (const secret of [...secrets, ...more]) {
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
        if (text.includes(form)) throw new Error(`The secret ${form} is shown in ${text.slice(0, 2000)}`);
      }
    }
  };
  return {
    expectNoSecret,
    refusalOf({ error, thrown, outputs, logs }) {
      expectNoSecret({ error, thrown, outputs, logs });
      if (!error) throw new Error(`It should have failed, but gave ${JSON.stringify(outputs)}`);
      const { message, description, httpCode } = error as unknown as Record<string, string | undefined>;
      return { message: message ?? '', description: description ?? '', ...(httpCode && { httpCode }) };
    },
    async rejectionOf(promise) {
      const error: unknown = await promise.then(
        (value) => {
          throw new Error(`It should have failed, but gave ${inspect(value)}`);
        },
        (reason: unknown) => reason,
      );
      expectNoSecret(error);
      const { message, description } = error as { message: string; description?: string };
      return { message, description: description ?? '' };
    },
  };
}
