import type { Assumption, AssumptionSettings, AssumptionValue } from '../kit/assumption';

/** The widening keeps `row(…, true)` from being typed as the constant `true`. */
type Widened<Value extends AssumptionValue> = Value extends boolean
  ? boolean
  : Value extends number
    ? number
    : Value;

function row<const Value extends AssumptionValue>(
  id: string,
  question: string,
  answer: string,
  initial: Value,
  choices?: readonly Value[],
): Assumption<Widened<Value>> {
  const all = choices ?? (typeof initial === 'boolean' ? ([true, false] as unknown as Value[]) : undefined);
  return { id, question, answer, initial, choices: all } as unknown as Assumption<Widened<Value>>;
}

/**
 * Behavior that the documentation leaves open. Options take their defaults from this table, and the command line
 * prints it.
 */
export const assumptions = {
  updateStatus: row(
    'W01',
    'Which status answers an update? (Documented by screenshots only.)',
    '200.',
    200,
    [200, 201, 202, 204],
  ),
  updateBody: row('W02', 'Which body answers an update?', 'The Sentry, as GET shows it.', 'sentry', [
    'sentry',
    'empty',
  ]),
  sentryFields: row(
    'W03',
    'Which fields does a Sentry have in an answer?',
    'uid, name, url, state, user_message, latest_record_at, meta, updated_at; only the first four are sure.',
    'full',
    ['full', 'minimal'],
  ),
  missingState: row(
    'W04',
    'What does an update without `state` do?',
    'The state stays, the rest is noted.',
    'keep',
    ['keep', 'refuse'],
  ),
  absentMessage: row(
    'W05',
    'What becomes of the message if an update has no `user_message`?',
    'It stays on the badge.',
    'keep',
    ['keep', 'clear'],
  ),
  emptyMessage: row(
    'W06',
    'What does an empty `user_message` do?',
    'It takes the message off the badge.',
    'clear',
    ['clear', 'keep'],
  ),
  longMessage: row(
    'W07',
    'What becomes of a `user_message` of more than 80 characters (code points)?',
    '422.',
    'refuse',
    ['refuse', 'truncate'],
  ),
  privateEntry: row(
    'W08',
    'Which values of `private_entry` count as true?',
    'All but an empty one, false, f, 0, off, no and n, in any case.',
    'cast',
    ['cast', 'literal', 'presence'],
  ),
  bodyEncodings: row(
    'W09',
    'Do parameters in a form or JSON body count? (Documented: the query.)',
    'Yes; the query wins.',
    'accept',
    ['accept', 'ignore'],
  ),
  putVerb: row('W10', 'Does PUT update a Sentry, as it did in the ancestor?', 'Yes.', 'update', [
    'update',
    'refuse',
  ]),
  undocumentedRoutes: row(
    'W11',
    'Are there routes that only the ancestor documents (list, create and delete Sentries; canaries)?',
    'Yes; otherwise 404.',
    true,
  ),
  aliasConflict: row(
    'W12',
    'Which one counts of `latest_record_at` and `meta[latest_record_at]` (and of counts)?',
    'The short form.',
    'short',
    ['short', 'meta'],
  ),
  scalarMeta: row('W13', 'What becomes of a `meta` that is no map?', '422.', 'refuse', ['refuse', 'ignore']),
  badCount: row(
    'W14',
    'What becomes of a count that is no number?',
    'It stays in the history and out of the analytics.',
    'keep',
    ['keep', 'refuse'],
  ),
  badTime: row(
    'W15',
    'What becomes of a `latest_record_at` that is no time?',
    'It is kept and shown as it came.',
    'keep',
    ['keep', 'refuse'],
  ),
  postToDisabled: row(
    'W16',
    'What does an update of a disabled Sentry do?',
    'It is noted; the badge stays disabled.',
    'record',
    ['record', 'ignore', 'refuse'],
  ),
  combination: row(
    'W17',
    'Which state has a hoot with several Sentries?',
    'The worst: sick, then sad, then happy. Disabled Sentries do not count.',
    'worst',
    ['worst', 'latest'],
  ),
  noStatus: row(
    'W18',
    'What shows a hoot that no Sentry has reported for? (One copy of the page says sad, a newer one neutral.)',
    'Neutral, blue.',
    'neutral',
    ['neutral', 'sad'],
  ),
  initialState: row(
    'W19',
    'Which state has a new Sentry?',
    'None: `state` is null until the first update.',
    'none',
    ['none', 'happy', 'sad', 'sick'],
  ),
  timeoutMessage: row(
    'W20',
    'What becomes of the message when a Sentry times out to sick?',
    'It stays.',
    'keep',
    ['keep', 'clear'],
  ),
  unauthenticated: row(
    'W21',
    'What answers a request without a valid token?',
    '401; a redirect to, or the HTML of, a login page would not surprise.',
    '401',
    ['401', 'redirect', 'page'],
  ),
  anonymousGet: row('W22', 'Can a Sentry be read without a token? (GET is shown without one.)', 'No.', false),
  memberReads: row(
    'W23',
    'May a member who is no organization administrator read a Sentry?',
    'No: 403, as for an update.',
    false,
  ),
  errorBody: row('W24', 'What is in the body of an error?', '{"error": "<text>"}.', 'error', [
    'error',
    'errors',
    'message',
    'text',
    'html',
  ]),
  maxUrlBytes: row(
    'W25',
    'How long may path and query be (bytes)? Longer: 414. (Above 16 KB of headers: 431, by the HTTP server.)',
    '8 KB, a common limit of proxies.',
    8_192,
  ),
  rateLimitRequests: row(
    'W26',
    'How many requests may one token send in a minute? (Documented: it varies.)',
    '600; only if rate limits are on.',
    600,
  ),
  retryAfter: row('W27', 'Does a 429 carry Retry-After?', 'Yes, in seconds.', 'seconds', [
    'seconds',
    'date',
    'none',
  ]),
  createStatus: row('W28', 'Which status answers a create?', '201.', 201, [201, 200]),
  deleteStatus: row(
    'W29',
    'Which status answers a delete?',
    '200 with what was deleted; 204 without a body.',
    200,
    [200, 204],
  ),
  listShape: row('W30', 'What does the list of Sentries look like?', 'A bare array.', 'array', ['array']),
  badgeAddress: row(
    'W31',
    'Where is the badge of a hoot? (Documented: it is visible without login.)',
    "<prefix>/hoots/<uid>/badge.svg, this emulator's own; <prefix>/canaries/<uid>/show as in the ancestor.",
    'own',
    ['own'],
  ),
  keyHeader: row(
    'W32',
    'Which header of a webhook carries the authorization key?',
    'Authorization; each webhook can be given another one.',
    'Authorization',
    ['Authorization', 'X-Authorization-Key', 'X-Api-Key'],
  ),
  keyFormat: row('W33', 'How is the key written in that header?', 'As it was typed in.', 'bare', [
    'bare',
    'bearer',
  ]),
  deliveryTries: row('W34', 'How often is a webhook tried?', 'Once: no retry is documented.', 1),
  retryDelayMs: row(
    'W35',
    'How long until a webhook is tried again, if it is (ms)?',
    '1 s, then 4 times as long.',
    1_000,
  ),
  deliveryTimeoutMs: row('W36', 'How long may a receiver take to answer (ms)?', '10 s.', 10_000),
  fileEvents: row(
    'W37',
    'How do events about files come?',
    "As a list, one item per file, even for a single one: so data.world's own Slack app reads them. The documentation shows no list.",
    'array',
    ['array', 'object'],
  ),
  projectEvents: row(
    'W38',
    'What is `entity` when a project changes? (Its name is in `dataset` and in `project`.)',
    "project, as documented. data.world's own Slack app expects dataset.",
    'project',
    ['project', 'dataset'],
  ),
  accessFields: row(
    'W39',
    'Which fields does an event about access have?',
    "The documented ones, and those that data.world's own Slack app reads (names, URLs, actor, request id).",
    'full',
    ['full', 'documented'],
  ),
  syncEvents: row(
    'W40',
    'What does an event about a failed or recovered sync look like?',
    'A data event with action sync_failure and `error`, or sync_recovery and `files`.',
    'action',
    ['action', 'eventType'],
  ),
  absentMeta: row(
    'W41',
    'Which `meta` does a Sentry show after an update without any?',
    'That of the last update that had one.',
    'keep',
    ['keep', 'clear'],
  ),
} as const;

export type DataworldAssumptions = AssumptionSettings<typeof assumptions>;
