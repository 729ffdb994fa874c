import type { Scenario } from '../alerts/alert-order';
import type { Signl4Assumptions } from '../assumptions';
import { ParameterType } from '../enums';
import type { Parameter } from '../model';
import { flattenFields } from './flatten-fields';
import type { Payload } from './payload';
import type { StatusMapping } from './status-mapping';

/** Request of an inbound payload. */
export interface EventOrder {
  title: string | null;
  text: string | null;
  /** Everything else, `X-S4-*` included. */
  parameters: Parameter[];
  intent: 'new' | 'acknowledged' | 'resolved' | 'discard';
  externalId: string | null;
  service: string | null;
  scenario: Scenario | undefined;
  hasLocation: boolean;
  /** `undefined` if the payload does not say. */
  filtering: boolean | undefined;
}

/** In order of precedence. signl4.md §1.4. */
const TITLE_NAMES = ['title', 'subject', 'job', 'task', 'case', 'incident', 'x-s4-subject'];
const TEXT_NAMES = ['text', 'message', 'messagetext', 'description', 'body', 'content'];

/** Finds title, text, reserved parameters and the status in a payload. signl4.md §1.3 to §1.6. */
export function readEvent(payload: Payload, mapping: StatusMapping, settings: Signl4Assumptions): EventOrder {
  const parameters = flattenFields(payload.fields);
  const reserved = (name: string) => valueOf(parameters, name);

  const title = firstNamed(parameters, TITLE_NAMES);
  const text = firstNamed(parameters, TEXT_NAMES);
  const fallback = settings.titleFallback === 'each-missing' || (!title && !text);
  const candidates = parameters.filter(
    (parameter) => isString(parameter) && !isReserved(parameter) && parameter !== title && parameter !== text,
  );
  const shownTitle = title ?? (fallback ? candidates.shift() : undefined);
  const shownText = text ?? (fallback ? candidates.shift() : undefined);

  const scenario = reserved('x-s4-alertingscenario')?.toLowerCase();
  const filtering = reserved('x-s4-filtering')?.toLowerCase();
  const externalId =
    reserved('x-s4-externalid') ||
    (mapping.extIdParam ? valueOf(parameters, mapping.extIdParam) : undefined) ||
    null;
  return {
    title: shownTitle?.value ?? null,
    text: shownText?.value ?? null,
    parameters: parameters.filter((parameter) => parameter !== shownTitle && parameter !== shownText),
    intent: intentOf(reserved('x-s4-status'), parameters, mapping),
    externalId,
    service: reserved('x-s4-service') || null,
    scenario:
      scenario === 'single_ack' || scenario === 'multi_ack' || scenario === 'emergency'
        ? scenario
        : undefined,
    hasLocation: isLocation(reserved('x-s4-location') ?? ''),
    filtering: filtering === 'true' ? true : filtering === 'false' ? false : undefined,
  };
}

function intentOf(
  status: string | undefined,
  parameters: Parameter[],
  mapping: StatusMapping,
): EventOrder['intent'] {
  if (status !== undefined && status.trim() !== '') {
    const known = status.trim().toLowerCase();
    return known === 'new' || known === 'acknowledged' || known === 'resolved' ? known : 'discard';
  }
  if (!mapping.extStatusParam) return 'new';
  const value = valueOf(parameters, mapping.extStatusParam);
  if (value === undefined) return 'new';
  if (same(value, mapping.resolvedStatus)) return 'resolved';
  if (same(value, mapping.ackStatus)) return 'acknowledged';
  return mapping.newStatus === undefined || same(value, mapping.newStatus) ? 'new' : 'discard';
}

function same(value: string, wanted: string | undefined): boolean {
  return wanted !== undefined && value.toLowerCase() === wanted.toLowerCase();
}

function valueOf(parameters: Parameter[], name: string): string | undefined {
  return parameters.find((parameter) => same(parameter.name, name))?.value ?? undefined;
}

function firstNamed(parameters: Parameter[], names: readonly string[]): Parameter | undefined {
  for (const name of names) {
    const found = parameters.find(
      (parameter) => isString(parameter) && parameter.name.toLowerCase() === name,
    );
    if (found) return found;
  }
  return undefined;
}

function isString(parameter: Parameter): boolean {
  return parameter.type === ParameterType.String;
}

function isReserved(parameter: Parameter): boolean {
  return /^x-s4-/i.test(parameter.name);
}

/** `lat,long` in decimal degrees, a blank after the comma tolerated. */
function isLocation(text: string): boolean {
  const match = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text);
  return match !== null && Math.abs(Number(match[1])) <= 90 && Math.abs(Number(match[2])) <= 180;
}
