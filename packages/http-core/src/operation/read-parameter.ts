import type { IExecuteFunctions } from 'n8n-workflow';

/** A parameter of the node in a run. */
interface Parameter {
  /** Value or expression in the workflow; undefined if its conditions hide it. */
  raw: unknown;
  /** Its value, where that is the same for all items and has been read. */
  value?: unknown;
}

/** Stands for a parameter that the node does not have. */
const ABSENT = {};

const known = new WeakMap<IExecuteFunctions, Map<string, Parameter>>();

/**
 * Reads a parameter of the node for one item. n8n looks through all properties of the node each time, so a value that no
 * expression gives is read once for all items.
 *
 * @param hidden value of a parameter that its conditions hide: n8n would fail to extract one
 * @returns with `raw`, what the workflow has there: a value, an expression, or undefined where it is hidden
 */
export function readParameter(
  ctx: IExecuteFunctions,
  itemIndex: number,
  name: string,
  hidden?: unknown,
): { raw: unknown; value: unknown } {
  const parameters = known.get(ctx) ?? new Map<string, Parameter>();
  known.set(ctx, parameters);
  let parameter = parameters.get(name);
  if (!parameter) {
    const raw: unknown = ctx.getNodeParameter(name, itemIndex, ABSENT, { rawExpressions: true });
    parameter = { raw: raw === ABSENT ? undefined : raw };
    parameters.set(name, parameter);
  }
  const { raw } = parameter;
  if (raw === undefined) return { raw, value: hidden };
  if ('value' in parameter) return { raw, value: parameter.value };
  const value: unknown = ctx.getNodeParameter(name, itemIndex, undefined, { extractValue: true });
  if (!hasExpression(raw) && isShareable(value)) parameter.value = value;
  return { raw, value };
}

function hasExpression(raw: unknown): boolean {
  if (typeof raw === 'string') return raw.startsWith('=');
  return typeof raw === 'object' && raw !== null && Object.values(raw).some(hasExpression);
}

/** Returns true if using the value for one item cannot change it for another. */
function isShareable(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Object.values(value).length === 0;
}
