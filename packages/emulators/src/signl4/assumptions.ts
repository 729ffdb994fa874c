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
  webhookCreatedBody: row(
    'S01',
    'What is the body of the 201 that answers POST /v2/webhooks?',
    'The id: as a JSON string if the caller accepts JSON and not */*, else as raw text.',
    'negotiated',
    ['negotiated', 'text', 'jsonString', 'object'],
  ),
  testEventOnRegistration: row(
    'S02',
    'Does registering a webhook send it a test event (type 1)?',
    'No.',
    false,
  ),
  deliveryTries: row('S03', 'How often is an outgoing event tried?', '3 times, unless answered 2xx.', 3),
  deliveryTimeoutMs: row('S04', 'How long may a subscriber take to answer (ms)?', '10 seconds.', 10_000),
  retryDelayMs: row(
    'S05',
    'How long until an outgoing event is tried again (ms)?',
    '1 s, then 4 times as long.',
    1_000,
  ),
  duplicateWebhooks: row('S06', 'May one URL be registered twice?', 'Yes.', true),
  ownWebhookStatus: row(
    'S07',
    "What answers the attempt to register a team's own inbound URL?",
    '400 with an error object.',
    400,
    [400],
  ),
  systemUser: row(
    'S08',
    'What is `user` in an event whose actor is the system (inbound webhook)?',
    'Absent.',
    'absent',
    ['absent', 'null', 'object'],
  ),
  multiAckStatus: row(
    'S09',
    'What statusCode has event 201 while acknowledgements are still missing (multi_ack)?',
    '1 (open), with a growing list of acknowledgedUserIds; then 2.',
    1,
    [1, 2],
  ),
  noOneOnDutyStatus: row(
    'S10',
    'Which status has an alert itself when no one is on duty?',
    '16 (failed), as in its event 201; it can still be acknowledged and closed.',
    16,
    [16, 1],
  ),
  annotatedStatus: row(
    'S11',
    'Which alert.statusCode has event 203?',
    'The current status of the alert. The vendor sample has 0.',
    'current',
    ['current', 'zero'],
  ),
  noteInStatusEvent: row(
    'S12',
    'Does event 201 carry the note of an acknowledgement or closure as `annotation`?',
    'No; the note is in the timeline.',
    false,
  ),
  closeOpenAlert: row('S13', 'May an alert be closed that nobody acknowledged?', 'Yes.', true),
  errorCodes: row(
    'S14',
    'Which `code` has an error object? Only 3004 (unknown event source) is known.',
    'The HTTP status, except for 3004.',
    'httpStatus',
    ['httpStatus'],
  ),
  unauthorizedBody: row('S15', 'What is the body of a 401?', 'Empty.', 'empty', ['empty']),
  retryAfter: row(
    'S16',
    'Does a 429 carry Retry-After?',
    'No, only X-RateLimit-Reset (unix seconds).',
    false,
  ),
  rateLimitHeadersOnRest: row(
    'S17',
    'Do REST answers carry X-RateLimit-*?',
    'Yes, like webhook answers.',
    true,
  ),
  erroneousThrottle: row(
    'S18',
    'After 10 erroneous calls in a minute: which calls are answered 429 for a minute?',
    'Further erroneous calls.',
    'erroneous',
    ['erroneous', 'all'],
  ),
  readOnlyStatus: row(
    'S19',
    'What answers a write with a read-only key?',
    '403 with an error object.',
    403,
    [403, 401],
  ),
  attachmentViolation: row(
    'S20',
    'What answers an attachment of a forbidden type or of more than 4 MB?',
    '400 with an error object; nothing is raised.',
    'reject',
    ['reject', 'drop'],
  ),
  titleFallback: row(
    'S21',
    'When are the first string values taken for title and text?',
    'If none of the known names for either is present.',
    'none-present',
    ['none-present', 'each-missing'],
  ),
  invalidLocation: row('S22', 'What becomes of an invalid X-S4-Location?', 'It is ignored.', 'ignore', [
    'ignore',
  ]),
  unknownScenario: row(
    'S23',
    'What becomes of an unknown X-S4-AlertingScenario?',
    "The team's own setting applies.",
    'team-setting',
    ['team-setting'],
  ),
  unknownCategory: row(
    'S24',
    'What becomes of an unknown category name (X-S4-Service, `category`)?',
    'It is ignored: keywords decide, then the default category.',
    'ignore',
    ['ignore'],
  ),
  extStatusUnmapped: row(
    'S25',
    'ExtStatusParam holds a value that no *Status parameter names?',
    'New if NewStatus is not given, else the event is discarded.',
    'new-unless-named',
    ['new-unless-named'],
  ),
  eventsAnswer: row(
    'S26',
    'Which eventStatus has the answer of POST /v2/events/{secret}?',
    '1 (processing), without an alertId; the event is processed afterwards.',
    'processing',
    ['processing', 'processed'],
  ),
  malformedIdStatus: row(
    'S27',
    'What answers a malformed id in a path?',
    '404, like an unknown id.',
    404,
    [404, 400],
  ),
  afterId: row(
    'S28',
    'Which alerts are "after" afterId?',
    'Those whose id sorts behind it as text: the older ones.',
    'older',
    ['older', 'newer'],
  ),
  requireJsonContentType: row(
    'S29',
    'What answers a REST body that is declared as something else than JSON?',
    '415. Without any declaration it is JSON.',
    true,
  ),
  escalationToTeamEvent: row(
    'S30',
    'Which event does an escalation to another team raise?',
    '202 for the alert (with its own team), and 200 for the alert that the other team gets.',
    true,
  ),
  undoEvent: row('S31', 'Does undoing raise an event?', '201 with the resulting status.', true),
  userOutsideTeam: row(
    'S32',
    'What answers an acknowledgement by a user who is not in the team of the alert?',
    '404 with an error object.',
    404,
    [404, 403, 400],
  ),
  listScope: row(
    'S33',
    'Does GET /v2/webhooks?teamId= list webhooks of the whole subscription too?',
    'Yes.',
    true,
  ),
  arrayParameters: row(
    'S34',
    'How are arrays in an inbound payload named as parameters?',
    'Like objects, with the index as the name: `hosts.0`.',
    'index',
    ['index'],
  ),
  plainText: row(
    'S35',
    'What is the title of a plain text without `Name: Value` lines?',
    'Its first line; the rest is the text.',
    'first-line',
    ['first-line'],
  ),
  allWithoutUser: row(
    'S36',
    'Who acknowledges and closes when acknowledgeAll and closeAll name no user?',
    'The system.',
    'system',
    ['system'],
  ),
  dutySettings: row(
    'S37',
    'Which duty settings has a team? (They cannot be changed here.)',
    'Fixed ones: scheduling and the duty assistant are on, shifts of eight hours.',
    'fixed',
    ['fixed'],
  ),
} as const;

export type Signl4Assumptions = AssumptionSettings<typeof assumptions>;
