import { join } from 'node:path';
import { startEmulator, type Emulator } from '@signalbox/emulators';
import { plugin as trust, seed as trustSeed, type Control } from '@signalbox/emulators/trust-lighthouse';
import type { ConformanceSubject } from '@signalbox/conformance-kit';
import { operations } from 'n8n-nodes-trust-lighthouse/nodes/TrustLighthouse/operations';

const fileUuid = { __rl: true, mode: 'id', value: '={{ $json.fileUuid }}' };
const tags = { specifyTags: 'json', tagsJson: '{"workspace":"contracts"}' };
const action = { callbackUrl: 'https://n8n.example.com/webhook/4711', deleteAfterAction: true };
const span = { fromDate: '2020-01-01', untilDate: '2099-12-31T23:59:59Z' };
const binary = {
  data: {
    data: Buffer.from('the terms of the contract').toString('base64'),
    mimeType: 'text/plain',
    fileName: 'contract.txt',
  },
};

/** Trust in the conformance kit: every item has a separate event and tagged file. */
export const subject: ConformanceSubject<Emulator<Control>> = {
  package: join(__dirname, '..', '..', 'nodes', 'trust-lighthouse'),
  nodeType: 'n8n-nodes-trust-lighthouse.trustLighthouse',
  operations,
  examples: {
    'taggedFileEvent.create': { parameters: { ...tags, ...action } },
    'locationEvent.create': {
      parameters: {
        appId: 'app-1',
        latPoint1: -33.45,
        lngPoint1: -70.67,
        latPoint2: -33.44,
        lngPoint2: -70.66,
        ...action,
      },
    },
    'event.delete': { parameters: { eventId: '={{ $json.eventId }}', undocumented: true } },
    'file.upload': { parameters: { binaryField: 'data', ...tags, options: { folder: 'contracts' } }, binary },
    'file.download': { parameters: { fileUuid, binaryField: 'data' } },
    'file.search': { parameters: { returnAll: true, filters: { search: '={{ $json.name }}', ...span } } },
    'file.uploadVersion': { parameters: { fileUuid, binaryField: 'data', ...tags }, binary },
    'file.getTags': { parameters: { fileUuid } },
    'file.setTags': { parameters: { fileUuid, ...tags } },
    'file.removeTags': { parameters: { fileUuid, tagNames: 'watched' } },
    'file.createLink': { parameters: { fileUuid, options: { maxDownload: 1 } } },
    'file.getLinks': { parameters: { fileUuid, returnAll: true } },
    'file.deleteByFilter': { parameters: span },
    'usage.get': { parameters: { report: 'transfer', ...span } },
  },
  credentials: (baseUrl) => ({
    trustApi: {
      environment: 'custom',
      baseUrl,
      ateneaUrl: baseUrl,
      clientId: trustSeed.clients.main.id,
      clientSecret: trustSeed.clients.main.secret,
      companyId: trustSeed.companies.main.id,
    },
  }),
  secrets: [trustSeed.clients.main.secret],
  startEmulator: () => startEmulator(trust, { assume: { deleteEventStatus: 204 } }),
  async prepare(emulator, count) {
    const names = Array.from({ length: count }, (_, index) => `file-${String.fromCharCode(97 + index)}`);
    const token = await tokenOf(emulator.url);
    const ids: string[] = [];
    for (const name of names) ids.push(await registerEvent(emulator.url, token, name));
    const items = names.map((name, index) => {
      const { uuid } = emulator.control.upload({ name: `${name}.txt`, tags: { watched: 'no' } });
      emulator.control.createLink(uuid);
      return { name, fileUuid: uuid, eventId: ids[index]! };
    });
    return items;
  },
  refreshesToken: true,
  faultMatch: { path: /^\/(lighthouse|chronos)\// },
};

async function tokenOf(url: string): Promise<string> {
  const { id, secret } = trustSeed.clients.main;
  const response = await fetch(`${url}/oauth/token/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: id, client_secret: secret, grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

async function registerEvent(url: string, token: string, name: string): Promise<string> {
  const response = await fetch(`${url}/lighthouse/api/v1/event`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      listener_type: 'tagged_file',
      company_id: trustSeed.companies.main.id,
      tags: { name },
      action: {
        external_action: true,
        callback_type: 'webhook',
        callback_url: `https://n8n.example.com/webhook/${name}`,
        delete_after_action: true,
      },
    }),
  });
  return ((await response.json()) as { value: { event_id: string } }).value.event_id;
}
