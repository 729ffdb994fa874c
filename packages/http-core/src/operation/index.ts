export { defineOperation } from './define-operation';
export type {
  Attachment,
  BinaryFile,
  Call,
  ItemAccess,
  Operation,
  OperationDefinition,
} from './define-operation';
export { nodeProperties } from './node-properties';
export type { Resource } from './node-properties';
export { listFrom } from './option-lists';
export type { ListEntry } from './option-lists';
export { runOperations } from './run-operations';
export { eventsSubtitle, operationSubtitle } from './subtitle';
