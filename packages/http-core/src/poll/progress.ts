import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { isRecord } from '../platform/is-record';

/** Stored progress of a poll trigger. */
export interface Progress {
  /** The stored state as plain JSON, `undefined` if there is none. Any other value may be damaged. */
  readonly stored: unknown;
  /** Stores a state if it has changed: after any assignment, n8n saves the static data of the whole workflow. */
  store(state: IDataObject): void;
}

/** A copy of a node's progress, stored under the node's id. */
interface NodeCopy {
  /** The node's name when the copy was made. */
  name: string;
  /** Unix milliseconds. */
  savedAt: number;
  state: unknown;
}

/** Beyond this number, old copies are deleted: they belong to deleted nodes. */
const MAX_COPIES = 10;

/** Milliseconds. A node that polls renews its copy long before this age. */
const MAX_AGE_MS = 90 * 24 * 3_600_000;
const RENEW_AFTER_MS = 7 * 24 * 3_600_000;

/**
 * Opens the progress of a trigger. It survives a rename of the node.
 *
 * n8n keys a node's static data by the node's name, so a renamed node would start from scratch. We therefore copy the
 * progress to the static data of the workflow, by node type and node id. With durable cursors (n8n 2.36), n8n keys node
 * data by id and commits it together with the execution; a copy would be saved separately, so none is made.
 *
 * @param key of the state in the node's static data
 */
export function openProgress(ctx: IPollFunctions, key: string): Progress {
  const { id, name, type } = ctx.getNode();
  const nodeData = ctx.getWorkflowStaticData('node');
  const workflowData = ctx.getWorkflowStaticData('global');
  // Static data of a workflow has n8n's change flag; a durable cursor has not.
  const isKeyedByName = '__dataChanged' in nodeData;

  return {
    get stored() {
      const own = plain(nodeData[key]);
      const copies = readCopies(workflowData[type]);
      const copy = isKeyedByName || own === undefined ? copies.get(id) : undefined;
      return progressOf(own, copy, copies, { id, name });
    },
    store(state) {
      const stamped = { ...state, nodeId: id };
      if (!isSame(nodeData[key], stamped)) nodeData[key] = stamped;
      if (!isKeyedByName || !id) return;
      const now = Date.now();
      // Read again: other nodes of the workflow may have stored theirs since.
      const copies = readCopies(workflowData[type]);
      const copy = copies.get(id);
      if (copy?.name === name && now - copy.savedAt < RENEW_AFTER_MS && isSame(copy.state, stamped)) return;
      copies.set(id, { name, savedAt: now, state: stamped });
      workflowData[type] = Object.fromEntries(withoutLeftovers(copies, now));
    },
  };
}

/**
 * Chooses between the record under a node's name and the copy under its id.
 *
 * The copy is written together with the record, so it is never older. A record without a node id comes from a version
 * of the package that makes no copies; it is newer if the name is still the same. A record of another node is adopted
 * unless that node has another name by now: a node gets a new id when its workflow is imported again.
 */
function progressOf(
  own: unknown,
  copy: NodeCopy | undefined,
  copies: ReadonlyMap<string, NodeCopy>,
  { id, name }: { id: string; name: string },
): unknown {
  const writer = isRecord(own) && typeof own.nodeId === 'string' ? own.nodeId : undefined;
  if (copy) return own !== undefined && writer === undefined && copy.name === name ? own : copy.state;
  const isOfAnother = writer !== undefined && writer !== id && (copies.get(writer)?.name ?? name) !== name;
  return isOfAnother ? undefined : own;
}

function readCopies(stored: unknown): Map<string, NodeCopy> {
  const copies = plain(stored);
  return new Map(isRecord(copies) ? Object.entries(copies).filter(isCopy) : []);
}

function isCopy(entry: [string, unknown]): entry is [string, NodeCopy] {
  const [, copy] = entry;
  return isRecord(copy) && typeof copy.name === 'string' && Number.isFinite(copy.savedAt);
}

/** All copies except the ones of nodes that were deleted long ago; newest first. */
function withoutLeftovers(copies: ReadonlyMap<string, NodeCopy>, now: number): [string, NodeCopy][] {
  return [...copies]
    .sort(([, a], [, b]) => b.savedAt - a.savedAt)
    .filter(([, { savedAt }], rank) => rank < MAX_COPIES || now - savedAt < MAX_AGE_MS);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A copy without n8n's change-tracking proxies, which must not be nested into each other. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
