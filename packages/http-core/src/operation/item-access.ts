import type { IExecuteFunctions } from 'n8n-workflow';

import { InvalidParameterError } from '../errors/invalid-parameter-error';
import type { BinaryFile, ItemAccess } from './define-operation';
import { quote } from './read-input';
import { readParameter } from './read-parameter';

/** @param isList the operation has the fields Return All and Limit */
export function itemAccess(ctx: IExecuteFunctions, itemIndex: number, isList: boolean): ItemAccess {
  return {
    limit: isList ? readLimit(ctx, itemIndex) : Infinity,
    file: (binaryField) => readFile(ctx, itemIndex, binaryField),
    get executionUrl() {
      const base = ctx.getInstanceBaseUrl().replace(/\/$/, '');
      return `${base}/workflow/${ctx.getWorkflow().id}/executions/${ctx.getExecutionId()}`;
    },
  };
}

function readLimit(ctx: IExecuteFunctions, itemIndex: number): number {
  if (readParameter(ctx, itemIndex, 'returnAll', false).value === true) return Infinity;
  const given = readParameter(ctx, itemIndex, 'limit', 50).value;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1) return limit;
  throw new InvalidParameterError(
    `"Limit" must be a whole number from 1 (it is ${quote(given)})`,
    'To get everything, turn on Return All.',
  );
}

async function readFile(ctx: IExecuteFunctions, itemIndex: number, binaryField: string): Promise<BinaryFile> {
  const present = Object.keys(ctx.getInputData()[itemIndex]?.binary ?? {});
  if (!present.includes(binaryField)) {
    throw new InvalidParameterError(
      `The item has no binary field "${binaryField}"`,
      present.length > 0
        ? `It has: ${present.join(', ')}.`
        : 'It has no binary data at all. Put a node before this one that gives a file, such as HTTP Request or Read/Write Files.',
    );
  }
  const { fileName, fileExtension, mimeType } = ctx.helpers.assertBinaryData(itemIndex, binaryField);
  return {
    content: await ctx.helpers.getBinaryDataBuffer(itemIndex, binaryField),
    fileName: fileName ?? `${binaryField}${fileExtension ? `.${fileExtension}` : ''}`,
    mimeType: (mimeType.split(';', 1)[0] ?? '').trim().toLowerCase(),
  };
}
