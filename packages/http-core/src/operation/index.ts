export { defineOperation } from './define-operation';
export { schema } from './field';
export type { Field, ValueField } from './field';
export type { InputOf } from './input-of';
export type {
  Attachment,
  BinaryFile,
  Call,
  ItemAccess,
  Operation,
  OperationDefinition,
  OutcomeCheckDefinition,
} from './define-operation';
export { filledFreeText, freeText } from './free-text';
export { jsonObject, readJsonObject } from './json-object';
export { nodeProperties } from './node-properties';
export type { Resource } from './node-properties';
export { calendarDay, dateTime, instantOf } from './date-time';
export { listFrom } from './option-lists';
export type { ListEntry } from './option-lists';
export { runOperations } from './run-operations';
export { eventsSubtitle, operationSubtitle } from './subtitle';
