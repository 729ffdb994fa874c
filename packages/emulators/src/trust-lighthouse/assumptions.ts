import { assumption, type AssumptionSettings } from '../kit/assumption';

/**
 * Behavior that the documentation leaves open. Options take their defaults from this table, and the command line
 * prints it.
 */
export const assumptions = {
  // Atenea
  tokenInputs: assumption(
    'T01',
    'How can a client ask for a token?',
    'By JSON (documented); also by a form, and with id and secret as HTTP Basic.',
    'any',
    ['any', 'json'],
  ),
  invalidClientStatus: assumption(
    'T02',
    'What is the response to a wrong client id or secret?',
    '401 {error: invalid_client}, as Doorkeeper does; all other refusals are 400.',
    401,
    [401, 400, 403],
  ),
  tokenLifetimeSeconds: assumption('T03', 'How long does a token live (s)?', '7200 (documented).', 7_200),
  revokePreviousToken: assumption(
    'T04',
    'Does a new token end the previous one of its client?',
    'No.',
    false,
  ),
  unknownScope: assumption(
    'T05',
    'What becomes of a scope in the request for a token?',
    'It is ignored.',
    'ignore',
    ['ignore', 'refuse'],
  ),
  unauthorizedBody: assumption('T06', 'What is the body of a 401 from the other services?', 'None.', 'none', [
    'none',
    'json',
    'html',
  ]),

  // Lighthouse: events
  callbackUrls: assumption(
    'T07',
    'Which callback URLs are taken?',
    'All of http and https, private hosts too, so that a local receiver can be tried.',
    'any',
    ['any', 'https'],
  ),
  callbackProbe: assumption('T08', 'Is the callback URL called when it is registered?', 'No.', 'none', [
    'none',
  ]),
  numericCompanyId: assumption('T09', 'What becomes of a company_id that is a number?', '422.', 'refuse', [
    'refuse',
    'accept',
  ]),
  emptyTags: assumption('T10', 'What becomes of tags: {}?', 'The same 422 as for no tags.', 'refuse', [
    'refuse',
    'accept',
  ]),
  validationsAtOnce: assumption(
    'T11',
    'Does a 422 name all that is wrong, or the first thing?',
    'All, one key each.',
    'all',
    ['all', 'first'],
  ),
  missingActionFields: assumption(
    'T12',
    'What becomes of an event without action, external_action, callback_type or callback_url?',
    '422 Validation fail with a key for each; the texts are made up.',
    'refuse',
    ['refuse', 'accept'],
  ),
  deleteAfterActionDefault: assumption(
    'T13',
    'What is delete_after_action if it is absent?',
    'false.',
    false,
  ),
  duplicateEvents: assumption(
    'T14',
    'What becomes of an event that is there already?',
    'It is created a second time.',
    'second',
    ['second', 'same', 'conflict'],
  ),
  foreignCompanyStatus: assumption(
    'T15',
    'What is the response to a request about a company, or a file, that is not of the client?',
    '403; a company that nobody has counts as foreign.',
    403,
    [403, 404, 422],
  ),
  malformedJsonStatus: assumption(
    'T16',
    'What is the response to a body that is not JSON?',
    '400.',
    400,
    [400, 422, 500],
  ),
  otherContentType: assumption('T17', 'What becomes of JSON under another content type?', '415.', 'refuse', [
    'refuse',
    'accept',
  ]),
  deleteEventStatus: assumption(
    'T18',
    'What is the response to DELETE /lighthouse/api/v1/event/{event_id}? (It is not documented.)',
    '404: there is no such endpoint. With 200, 202 or 204 the event is removed, and an unknown one is a 404.',
    404,
    [404, 405, 200, 202, 204],
  ),
  eventLimits: assumption(
    'T19',
    'How many tags can an event have, and how long can tags and URLs be?',
    'There is no limit.',
    'none',
    ['none'],
  ),
  locationResponse: assumption(
    'T20',
    'What does the 201 for an app_location event hold besides id, type and company?',
    'app_id and location.',
    'echo',
    ['echo', 'minimal'],
  ),
  locationData: assumption(
    'T21',
    'What is data in the callback of an app_location event? (Only the control fires one.)',
    'app_id and location, as registered.',
    'registered',
    ['registered'],
  ),

  // Lighthouse: callbacks
  fireOnRetag: assumption(
    'T22',
    'Does a change of the tags of a file fire events?',
    'No. With newly: those that did not match before.',
    'never',
    ['never', 'newly', 'always'],
  ),
  fireOnNewVersion: assumption('T23', 'Does a new version of a file fire events?', 'No.', false),
  callbackTags: assumption('T24', 'Which tags does a callback hold?', 'All of the file.', 'full', [
    'full',
    'matched',
  ]),
  roomId: assumption('T25', 'What is room_id?', 'Empty.', 'empty', ['empty', 'uuid']),
  callbackTries: assumption('T26', 'How often is a callback tried?', 'Once.', 1),
  callbackRetryMs: assumption(
    'T27',
    'How long until a callback is tried again (ms)?',
    '1 s, then twice as long.',
    1_000,
  ),
  callbackTimeoutMs: assumption('T28', 'How long may a receiver take to respond (ms)?', '10 s.', 10_000),
  callbackSuccess: assumption('T29', 'Which responses does a callback want?', '2xx.', '2xx', ['2xx']),
  parallelCallbacks: assumption(
    'T30',
    'How many callbacks of one event are on their way at once?',
    '1000: there is "a high level of parallel calls" (documented).',
    1_000,
  ),
  callbackCopies: assumption('T31', 'How often does the same callback come?', 'Once.', 1),
  callbackDelayMs: assumption('T32', 'How long after the upload does a callback come (ms)?', 'At once.', 0),
  removeAfterAction: assumption(
    'T33',
    'When does an event with delete_after_action end?',
    'Once its callback is over, accepted or not; so uploads at the same moment all fire.',
    'responded',
    ['responded', 'accepted', 'fired'],
  ),

  // Chronos
  missingServiceName: assumption(
    'T34',
    'What becomes of an upload without service_name?',
    'It goes to the storage service of the company.',
    'default',
    ['default', 'refuse'],
  ),
  folderOnUpload: assumption(
    'T35',
    'Is the folder of an upload checked like that of a new version (letters, digits, hyphens)?',
    'Yes: 422.',
    'check',
    ['check', 'accept'],
  ),
  sizeUnit: assumption('T36', 'In which unit is size?', 'Always KB (1024 bytes).', 'KB', ['KB', 'scaled']),
  filePath: assumption('T37', 'What is path?', 'folder/name, or the name alone.', 'folderAndName', [
    'folderAndName',
  ]),
  chronosTexts: assumption(
    'T38',
    'What are the texts of errors that the pages do not show, or cut off?',
    'Made up in their style. The status is 422 for input, 404 for what is not there.',
    'made-up',
    ['made-up'],
  ),
  newVersionResponse: assumption(
    'T39',
    'What is the response to a new version?',
    '200 with the file, message Updated; uuid and created_at stay.',
    'file',
    ['file'],
  ),
  newVersionTags: assumption(
    'T40',
    'What do the tags of a new version do?',
    'They replace those of the file.',
    'replace',
    ['replace', 'merge'],
  ),
  downloadHeaders: assumption(
    'T41',
    'Which headers does a download have?',
    'The content type of the upload, and its name in content-disposition.',
    'full',
    ['full', 'bare'],
  ),
  untaggedDeleteStatus: assumption(
    'T42',
    'What is the response to the removal of tags from a file that has none?',
    '200 No tags deleted.',
    200,
    [200, 404],
  ),
  deletedTagsData: assumption('T43', 'What is data after tags were removed?', 'The file.', 'file', [
    'file',
    'tags',
  ]),
  searchEnvelope: assumption(
    'T44',
    'What is around a list of files or links?',
    'code, resource, data, message, page, per_page, total.',
    'paged',
    ['paged', 'plain', 'array'],
  ),
  searchOrder: assumption('T45', 'In which order are files listed?', 'Oldest first.', 'oldest', [
    'oldest',
    'newest',
  ]),
  defaultPerPage: assumption('T46', 'How many files are on a page by default?', '10.', 10),
  maxPerPage: assumption('T47', 'How many can be on a page? (More is cut down to this.)', '100.', 100),
  deletedFilter: assumption('T48', 'What does deleted=true list?', 'Only deleted files.', 'only', [
    'only',
    'include',
  ]),
  searchIgnoresCase: assumption('T49', 'Does the search by name ignore case?', 'Yes.', true),
  searchDelayMs: assumption('T50', 'How long until a file shows in lists (ms)?', 'At once.', 0),
  dateOffsetMinutes: assumption(
    'T51',
    'In which time zone are dates without one (minutes from UTC)?',
    'UTC.',
    0,
  ),
  untilDate: assumption('T52', 'Does until_date include its own second (or day)?', 'Yes.', 'included', [
    'included',
    'excluded',
  ]),
  invalidQuery: assumption(
    'T53',
    'What becomes of a page or a date in a query that is not valid?',
    '422.',
    'refuse',
    ['refuse', 'ignore'],
  ),
  deleteByFilterResponse: assumption(
    'T54',
    'What does the deletion by filters return, dry run or not?',
    'The files in question; message Ok for a dry run, Deleted otherwise.',
    'files',
    ['files', 'count'],
  ),
  linkResponse: assumption(
    'T55',
    'What is a download link?',
    'uuid, url, file_uuid, max_download, downloads, caducity, created_at.',
    'full',
    ['full'],
  ),
  linkPassword: assumption(
    'T56',
    'How is the password of a link given?',
    'As password in the query; 401 without the right one, 410 for a link that is used up or too old.',
    'query',
    ['query'],
  ),
  metricsResponse: assumption(
    'T57',
    'What are the fields of the metrics?',
    'upload and download in GB (1024³ bytes); total of files.',
    'made-up',
    ['made-up'],
  ),
  trailingSlash: assumption(
    'T58',
    'Does a URL work with and without a slash at its end, whichever is documented?',
    'Yes; with documented: 404 for the other one.',
    'both',
    ['both', 'documented'],
  ),
  rateLimit: assumption('T59', 'Is there a rate limit?', 'No; a fault can return 429.', 'none', ['none']),
  maxFileBytes: assumption(
    'T60',
    'How large can a file be (bytes; 0: as large as the emulator can take, 96 MB)?',
    'There is no limit; above one: 413.',
    0,
  ),
  deleteFileStatus: assumption(
    'T61',
    'What is the response to DELETE /chronos/v1/file_registers/{uuid}? (It is not documented.)',
    '404: there is no such endpoint. With 200 the file is deleted.',
    404,
    [404, 405, 200],
  ),
} as const;

export type TrustAssumptions = AssumptionSettings<typeof assumptions>;
