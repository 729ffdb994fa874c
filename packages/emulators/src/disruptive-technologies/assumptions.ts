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
  insecureTargets: row(
    'D01',
    'Which connector URLs without HTTPS are taken? (The real service takes none.)',
    'Those of this machine (loopback), so that a local receiver can be tried.',
    'loopback',
    ['loopback', 'none', 'any'],
  ),
  firstRetryMs: row(
    'D02',
    'How long until an event is pushed again (ms)?',
    '1 s, then twice as long.',
    1_000,
  ),
  longestRetryMs: row('D03', 'What is the longest wait between two pushes (ms)?', 'An hour.', 3_600_000),
  expiryMs: row('D04', 'How old may an undelivered event get (ms)?', '12 hours (documented).', 43_200_000),
  pushTimeoutMs: row('D05', 'How long may a receiver take to answer (ms)?', '10 s (documented).', 10_000),
  parallelPushes: row('D06', 'How many events are pushed to one connector at once?', 'One.', 1),
  disableAfterMs: row(
    'D07',
    'How long may a connector fail until the system disables it (ms)?',
    '5 days (documented), from the first failure since the last success; seen when a push fails.',
    432_000_000,
  ),
  asymmetricSignature: row(
    'D08',
    'Does every push carry DT-Asymmetric-Signature?',
    'Yes, with or without a signature secret.',
    true,
  ),
  checksums: row(
    'D09',
    'Which checksums does X-Dt-Signature hold? (Until 2022: SHA-1 only.)',
    'SHA-1 and SHA-256.',
    'both',
    ['both', 'sha1'],
  ),
  asymmetricSubject: row(
    'D10',
    'What is `sub` in DT-Asymmetric-Signature?',
    'The bare id of the organization.',
    'id',
    ['id', 'name'],
  ),
  retrySignature: row(
    'D11',
    'Is an event signed anew when it is pushed again?',
    'Yes: a signature is good for an hour, retries go on for twelve.',
    'anew',
    ['anew'],
  ),
  cloudConnectors: row(
    'D12',
    'What becomes of events for connectors of the cloud types? (There is no cloud here.)',
    'They count as delivered and go nowhere.',
    'succeed',
    ['succeed', 'fail'],
  ),
  nestedPatch: row(
    'D13',
    'Does a PATCH without a mask replace `httpConfig` as a whole?',
    'No: its fields are merged; maps and lists are replaced.',
    'merge',
    ['merge', 'replace'],
  ),
  tooManyConnectorsStatus: row(
    'D14',
    'What answers the attempt to create an eleventh connector?',
    '400.',
    400,
    [400, 403, 409, 429],
  ),
  unknownProjectStatus: row(
    'D15',
    'What answers a request for a project that does not exist?',
    '404.',
    404,
    [404, 403],
  ),
  unknownEventType: row('D16', 'What becomes of an unknown event type in a filter?', '400.', 'refuse', [
    'refuse',
    'ignore',
  ]),
  systemDisabledByClient: row('D17', 'May a client set the status SYSTEM_DISABLED?', 'No: 400.', 'refuse', [
    'refuse',
  ]),
  publishOtherTypes: row(
    'D18',
    'May an emulated device publish an event that its type of device does not have?',
    'No: 400.',
    false,
  ),
  syncWhileDisabled: row(
    'D19',
    'What does :sync do with a disabled connector?',
    '200, and nothing is sent.',
    'nothing',
    ['nothing'],
  ),
  syncedIds: row('D20', 'Which ids do events have that :sync sends?', 'Their own.', 'own', ['own']),
  reactivation: row('D21', 'Does setting ACTIVE clear the history of failures?', 'Yes.', 'clear', ['clear']),
  pageSizeTooLarge: row(
    'D22',
    'What becomes of a pageSize above the maximum?',
    'The maximum is used.',
    'clamp',
    ['clamp', 'refuse'],
  ),
  historyDelayMs: row('D23', 'How long until an event shows in the history (ms)?', 'At once.', 0),
  maxDeviceLabels: row('D24', 'How many labels can a device have?', '20.', 20),
  rateLimitScope: row('D25', 'Whose requests are counted together?', 'Those of one key.', 'key', ['key']),
  rateLimitRequests: row('D26', 'How many requests in 5 s?', '25 (documented).', 25),
  tokenLeewaySeconds: row(
    'D27',
    'How far may the clock of a client be off when it asks for a token (s)?',
    'A minute.',
    60,
  ),
  jwksPath: row(
    'D28',
    'Where are the public keys?',
    'Where the discovery document says: /data-connector/.well-known/jwks.json.',
    'well-known',
    ['well-known'],
  ),
  defaultPing: row('D29', 'Does a stream ping if it was not asked to?', 'No.', 'none', ['none']),
  deleteFullProject: row('D30', 'Can a project be deleted that has devices?', 'No: 400.', false),
  metricsOfRetries: row('D31', 'Does each further push of an event count in the metrics?', 'Yes.', 'each', [
    'each',
  ]),
  unknownFields: row('D32', 'What becomes of unknown fields in a body?', 'They are ignored.', 'ignore', [
    'ignore',
  ]),
  pushContentType: row(
    'D33',
    'Which content type do pushes have?',
    'application/json; charset=utf-8, whatever the headers of the connector say.',
    'json',
    ['json'],
  ),
  eventsOfDevices: row(
    'D34',
    'Which type of device has which types of event?',
    'As the names say; touch, networkStatus and batteryStatus for all sensors (see device-types.ts).',
    'table',
    ['table'],
  ),
  emptyLabelFilter: row(
    'D35',
    'Which devices does `label_filters=room=` find?',
    "Those with any value of the label, as the vendor's client says of an empty value.",
    'any',
    ['any', 'empty'],
  ),
  connectionLatency: row(
    'D36',
    'What do Cloud Connectors report as connectionLatency?',
    'Nothing yet: null, as the fixtures of the vendor have it.',
    'null',
    ['null'],
  ),
  claimPermission: row(
    'D37',
    'Which permission does claiming need?',
    'That to transfer devices, so project administrators have it. Any account may look up what can be claimed.',
    'device.transfer',
    ['device.transfer'],
  ),
  claimWithoutDryRun: row('D38', 'What does a claim do that does not say dryRun?', 'It claims.', 'claim', [
    'claim',
  ]),
  batchMembers: row(
    'D39',
    'What becomes of members:batchCreate and :batchDelete when one part cannot be done?',
    'Nothing is done, and the first error is the answer.',
    'all-or-nothing',
    ['all-or-nothing'],
  ),
} as const;

export type DisruptiveTechnologiesAssumptions = AssumptionSettings<typeof assumptions>;
