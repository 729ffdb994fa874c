import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authSchemes } from './auth-schemes.mjs';
import { camelCase, initials, kebabCase, pascalCase, resourceNames } from './names.mjs';

/**
 * Answers to the questions.
 *
 * @typedef {{ name: string, 'base-url': string, auth: string, trigger: string, resource: string }} Answers
 */

const FIRST_PORT = 4310;
const PORT_STEP = 10;
const TOKEN_PATH = '/oauth/token';
const HEADER = 'X-Api-Key';

/**
 * Values that the templates show.
 *
 * @param {Answers} answers
 * @param {string} root of the repository
 */
export function templateData(answers, root) {
  const { name, auth, trigger, resource } = answers;
  const { origin, host, pathname } = new URL(answers['base-url']);
  const prefix = pathname.replace(/\/+$/, '');
  const scheme = authSchemes.find(({ value }) => value === auth);
  if (!scheme) throw new Error(`There is no authentication scheme "${auth}".`);
  const secrets = scheme.secretFields.filter(({ secret }) => secret);
  const names = resourceNames(resource);
  const port = freePort(root);
  return {
    service: kebabCase(name),
    name,
    type: pascalCase(name),
    key: camelCase(name),
    initials: initials(name),
    icon: iconColors(name),
    noun: names,
    baseUrl: origin + prefix,
    origin,
    host,
    prefix,
    port,
    emulatorUrl: `http://127.0.0.1:${port}`,
    header: HEADER,
    headerLower: HEADER.toLowerCase(),
    signatureHeader: `${pascalCase(name)}-Signature`,
    signatureHeaderLower: `${pascalCase(name)}-Signature`.toLowerCase(),
    tokenUrl: origin + TOKEN_PATH,
    tokenPath: TOKEN_PATH,
    tokenPattern: `/^${TOKEN_PATH.replaceAll('/', '\\/')}/`,
    isHeaderKey: auth === 'header-key',
    isBearer: auth === 'bearer',
    isBasic: auth === 'basic',
    isExpiring: auth === 'client-credentials',
    ...scheme,
    secretLabels: scheme.secretFields.map(({ label }) => `"${label}"`).join(' and '),
    secretSeeds: secrets.map((field) => `seed.${field.name}`).join(', '),
    mainSecret: secrets[0],
    secretsOf: secretFieldsText(auth, secrets),
    expectedHeader: expectedHeader(auth),
    hasTrigger: trigger !== 'none',
    isPoll: trigger === 'poll',
    isSigned: trigger === 'signed-webhook',
    isToken: trigger === 'token-webhook',
    isWebhook: trigger === 'signed-webhook' || trigger === 'token-webhook',
    exampleFile: `new-${names.folder}.json`,
    triggerSentence:
      trigger === 'poll' ? `when there is a new ${names.word}` : `when ${names.one} is created`,
    triggerMeans:
      trigger === 'poll'
        ? `It asks ${name} every few minutes.`
        : `It registers its webhook at ${name} itself.`,
  };
}

/** Argument of `secretsOf`. @param {string} auth @param {readonly { name: string }[]} secrets */
function secretFieldsText(auth, secrets) {
  if (auth === 'basic') return "[{ user: 'keyId', password: 'keySecret' }]";
  const names = secrets.map(({ name }) => `'${name}'`);
  return `[${[...names, ...(auth === 'client-credentials' ? ["'accessToken'"] : [])].join(', ')}]`;
}

/** Header with the credential, as an object literal of a test. @param {string} auth */
function expectedHeader(auth) {
  switch (auth) {
    case 'header-key':
      return `{ '${HEADER.toLowerCase()}': seed.apiKey }`;
    case 'bearer':
      return '{ authorization: `Bearer ${seed.apiToken}` }';
    case 'basic':
      return "{ authorization: `Basic ${Buffer.from(`${seed.keyId}:${seed.keySecret}`).toString('base64')}` }";
    default:
      return '{ authorization: expect.stringMatching(/^Bearer \\S{43}$/) }';
  }
}

/** The first port for people that no emulator has yet. @param {string} root */
function freePort(root) {
  const sources = globSync('packages/emulators/src/*/plugin.ts', { cwd: root });
  const taken = sources.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bport: (\d+)/g)].map(([, port]) => Number(port)),
  );
  let port = FIRST_PORT;
  while (taken.includes(port)) port += PORT_STEP;
  return port;
}

/** Two colors that go together, always the same for a name. @param {string} name */
function iconColors(name) {
  const hue = createHash('sha256').update(name).digest().readUInt16BE() % 360;
  return {
    light: { back: `hsl(${hue} 60% 32%)`, front: '#ffffff' },
    dark: { back: `hsl(${hue} 70% 88%)`, front: `hsl(${hue} 60% 24%)` },
  };
}

/**
 * An ID that is the same in every run: UUID version 5 in form.
 *
 * @param {string} name
 */
export function stableUuid(name) {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
