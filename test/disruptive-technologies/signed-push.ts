import { createHash, createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seed } from './lab';

type Json = Record<string, unknown>;

/** A temperature as a Data Connector pushes it (disruptive-technologies.md §3a), compact. */
export function push(event: Json = {}, more: Json = {}): string {
  const { id } = seed.devices.fridge;
  const project = seed.projects.building.id;
  const updateTime = new Date().toISOString().replace('Z', '415Z');
  return JSON.stringify({
    event: {
      eventId: randomUUID(),
      targetName: `projects/${project}/devices/${id}`,
      eventType: 'temperature',
      data: {
        temperature: {
          value: 4.5,
          updateTime,
          samples: [{ value: 4.5, sampleTime: updateTime }],
          isBackfilled: false,
        },
      },
      timestamp: updateTime,
      ...event,
    },
    labels: { name: 'Fridge 1' },
    metadata: { deviceId: id, projectId: project, deviceType: 'temperature', productNumber: '102058' },
    ...more,
  });
}

export const digest = (algorithm: 'sha1' | 'sha256', body: string | Buffer): string =>
  createHash(algorithm).update(body).digest('hex');

/** Claims that are right for a body now, but for what is given; `undefined` leaves one out. */
export function claimsFor(body: string, more: Json = {}): Json {
  const iat = Math.floor(Date.now() / 1000);
  return {
    checksum: digest('sha1', body),
    checksum_sha256: digest('sha256', body),
    exp: iat + 3600,
    iat,
    jti: randomUUID(),
    ...more,
  };
}

const encoded = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token in compact form. */
export function token(header: Json, claims: unknown, signer: (signed: string) => Buffer): string {
  const signed = `${encoded(header)}.${encoded(claims)}`;
  return `${signed}.${signer(signed).toString('base64url')}`;
}

export const hs256 = (secret: string | Buffer) => (signed: string) =>
  createHmac('sha256', secret).update(signed).digest();

export const es256 = (key: KeyObject) => (signed: string) =>
  sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });

/** `X-Dt-Signature` as it should be, but for what is given. */
export function sharedSecretHeader(
  body: string,
  secret: string | Buffer,
  { header = {}, claims = {} }: { header?: Json; claims?: Json } = {},
): Record<string, string> {
  const value = token({ alg: 'HS256', typ: 'JWT', ...header }, claimsFor(body, claims), hs256(secret));
  return { 'X-Dt-Signature': value };
}

/** Somebody who signs with ES256 and publishes the keys, with a look at who asks for them. */
export interface Issuer {
  /** For the credential. */
  url: string;
  kid: string;
  privateKey: KeyObject;
  /** Public half, as PEM. */
  publicPem: string;
  /** Paths that were asked for, oldest first. */
  requests: string[];
  /** Content of the two documents; may be changed. */
  discovery: Json;
  jwks: Json;
  /** From now on signs with another key, and publishes only that one. */
  rotate(): void;
  /** `DT-Asymmetric-Signature` as it should be, but for what is given. */
  header(body: string, given?: { header?: Json; claims?: Json }): Record<string, string>;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url!);
    const document = request.url!.endsWith('/openid-configuration') ? issuer.discovery : issuer.jwks;
    const {
      status = 200,
      headers = {},
      raw,
    } = document as {
      status?: number;
      headers?: Record<string, string>;
      raw?: string;
    };
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(raw ?? JSON.stringify(document));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `${origin}/data-connector`;
  const issuer: Issuer = {
    url,
    requests,
    ...newKey(),
    discovery: { issuer: url, jwks_uri: `${origin}/keys` },
    rotate() {
      Object.assign(issuer, newKey());
    },
    header: (body, { header = {}, claims = {} } = {}) => ({
      'DT-Asymmetric-Signature': token(
        { alg: 'ES256', typ: 'JWT', kid: issuer.kid, ...header },
        claimsFor(body, { checksum: undefined, iss: url, sub: seed.organization.id, ...claims }),
        es256(issuer.privateKey),
      ),
    }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return issuer;
}

function newKey(): Pick<Issuer, 'kid' | 'privateKey' | 'publicPem' | 'jwks'> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  return {
    kid,
    privateKey,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' }] },
  };
}
