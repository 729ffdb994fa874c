import { z } from 'zod/v4';
import type { ControlRoom } from '../kit/control-room';
import { html, type Html } from '../kit/html';
import { maskUrl } from '../kit/mask-url';
import type { HttpConfig } from './connector-config';
import type { DisruptiveTechnologiesControl } from './control';
import type { DisruptiveTechnologiesService } from './service';
import { EVENT_TYPES, type EventType } from './event-types';
import type { DataConnector, Device } from './model';
import { DEVICE_TYPES } from './device-types';

const OnDevice = z.object({ deviceId: z.string() });
const Report = OnDevice.extend({
  eventType: z.enum(EVENT_TYPES),
  data: z.record(z.string(), z.unknown()).default({}),
  /** Name of the field that the typed text is for. */
  field: z.string().optional(),
  text: z.string().optional(),
});
const OnConnector = z.object({ connectorId: z.string() });

const TONES = { ACTIVE: 'good', USER_DISABLED: '', SYSTEM_DISABLED: 'bad' } as const;

interface Choice {
  label: string;
  eventType: EventType;
  data?: Record<string, unknown>;
  /** Field for which the page asks for a number. */
  field?: string;
}

/** Actions on a device, by the types of event that it has. */
const CHOICES: Partial<Record<EventType, readonly Choice[]>> = {
  temperature: [{ label: 'Set temperature', eventType: 'temperature', field: 'value' }],
  humidity: [
    {
      label: 'Set humidity',
      eventType: 'humidity',
      data: { temperature: 21 },
      field: 'relativeHumidity',
    },
  ],
  objectPresent: [
    { label: 'Open', eventType: 'objectPresent', data: { state: 'NOT_PRESENT' } },
    { label: 'Close', eventType: 'objectPresent', data: { state: 'PRESENT' } },
  ],
  objectPresentCount: [{ label: 'Set count', eventType: 'objectPresentCount', field: 'total' }],
  touchCount: [{ label: 'Set count', eventType: 'touchCount', field: 'total' }],
  waterPresent: [
    { label: 'Water', eventType: 'waterPresent', data: { state: 'PRESENT' } },
    { label: 'Dry', eventType: 'waterPresent', data: { state: 'NOT_PRESENT' } },
  ],
  co2: [{ label: 'Set CO2', eventType: 'co2', field: 'ppm' }],
  motion: [
    { label: 'Motion', eventType: 'motion', data: { state: 'MOTION_DETECTED' } },
    { label: 'No motion', eventType: 'motion', data: { state: 'NO_MOTION_DETECTED' } },
  ],
  deskOccupancy: [
    { label: 'Sit down', eventType: 'deskOccupancy', data: { state: 'OCCUPIED' } },
    { label: 'Leave', eventType: 'deskOccupancy', data: { state: 'NOT_OCCUPIED' } },
  ],
  contact: [
    { label: 'Open', eventType: 'contact', data: { state: 'OPEN' } },
    { label: 'Close', eventType: 'contact', data: { state: 'CLOSED' } },
  ],
  connectionStatus: [
    { label: 'Unplug', eventType: 'connectionStatus', data: { connection: 'OFFLINE' } },
    {
      label: 'Plug in',
      eventType: 'connectionStatus',
      data: { connection: 'ETHERNET', available: ['ETHERNET', 'CELLULAR'] },
    },
  ],
  touch: [{ label: 'Touch', eventType: 'touch' }],
};

/** Control room of the sensors in a building and of the service itself. */
export function disruptiveTechnologiesControlRoom(
  service: DisruptiveTechnologiesService,
  control: DisruptiveTechnologiesControl,
): ControlRoom {
  const { context } = service;
  const projectName = (id: string) => context.state.projects.get(id)?.displayName ?? '';
  const facts = (connector: DataConnector) => ({
    ...control.metrics(connector.id),
    queued: control.queue(connector.id).length,
  });
  return {
    actors: () => [{ id: 'visitor', name: 'somebody in the building' }],
    view: () =>
      html`${sensorSection(control.devices(), projectName)}
      ${connectorSection(control.connectors().map((connector) => ({ connector, ...facts(connector) })))}`,
    eventLabel: ({ event }) => {
      const { eventType, targetName } = (event ?? {}) as { eventType?: string; targetName?: string };
      const device = context.state.devices.get(targetName?.split('/').at(-1) ?? '');
      return [eventType ?? 'event', device?.labels.name && `of ${device.labels.name}`]
        .filter(Boolean)
        .join(' ');
    },
    state: () => ({
      devices: control.devices().map((device) => ({
        id: device.id,
        type: device.type,
        name: device.labels.name,
        reported: Object.fromEntries([...device.latest].map(([type, { data }]) => [type, data[type]])),
      })),
      connectors: control.connectors().map((connector) => ({
        id: connector.id,
        displayName: connector.displayName,
        type: connector.type,
        status: connector.status,
        target: target(connector),
        ...facts(connector),
      })),
      streams: control.streams(),
    }),
    actions: {
      report: (input) => {
        const { deviceId, eventType, data, field, text } = Report.parse(input);
        const value = Number(text?.replace(',', '.'));
        if (field !== undefined && (!text || !Number.isFinite(value)))
          throw new Error('That is not a number.');
        control.publish(deviceId, eventType, field === undefined ? data : { ...data, [field]: value });
      },
      disable: (input) => control.disableConnector(OnConnector.parse(input).connectorId),
      enable: (input) => {
        const { connectorId } = OnConnector.parse(input);
        const connector = control.connectors().find(({ id }) => id === connectorId);
        if (!connector) throw new Error('There is no such connector.');
        service.connectors.update(connector, { status: 'ACTIVE' }, []);
      },
    },
  };
}

function sensorSection(devices: Device[], projectName: (id: string) => string): Html {
  return html`<section class="wide">
    <header><h2>Sensors</h2></header>
    ${devices.map((device) => {
      const types: readonly EventType[] = DEVICE_TYPES[device.type];
      return html`<div class="row">
        <span
          >${device.labels.name ?? device.id}
          <span class="facts">${[device.type, projectName(device.projectId)].join(' · ')}</span><br />
          <span class="facts">${reading(device)}</span></span
        >
        <div class="buttons">
          ${types.flatMap((type) => CHOICES[type] ?? []).map((choice) => button(device, choice))}
        </div>
      </div>`;
    })}
  </section>`;
}

function button(device: Device, { label, eventType, data, field }: Choice): Html {
  const input = JSON.stringify({ deviceId: device.id, eventType, data, field });
  return field === undefined
    ? html`<button data-action="report" data-input="${input}">${label}</button>`
    : html`<button data-action="report" data-ask="${label}" data-input="${input}">${label}</button>`;
}

/** Summary of the last report of a device. */
function reading(device: Device): string {
  const shown = DEVICE_TYPES[device.type].flatMap((type: EventType) => {
    if (type === 'networkStatus' || type === 'batteryStatus') return [];
    const event = device.latest.get(type);
    if (!event) return [];
    const { updateTime, samples, isBackfilled, ...values } = event.data[type] as Record<string, unknown>;
    const text = Object.entries(values).map(([key, value]) => `${key} ${String(value)}`);
    return [
      text.length === 0 ? `${type} at ${event.timestamp.slice(11, 19)}` : `${type}: ${text.join(', ')}`,
    ];
  });
  return shown.length === 0 ? 'nothing reported yet' : shown.join(' · ');
}

interface ConnectorRow {
  connector: DataConnector;
  successCount: number;
  errorCount: number;
  latency99p: string;
  queued: number;
}

function connectorSection(rows: ConnectorRow[]): Html {
  return html`<section class="wide">
    <header><h2>Data Connectors</h2></header>
    ${
      rows.length === 0
        ? html`<p class="empty">None. Activate a workflow with a trigger, or create one by API.</p>`
        : rows.map(connectorRow)
    }
  </section>`;
}

function connectorRow({ connector, successCount, errorCount, latency99p, queued }: ConnectorRow): Html {
  const active = connector.status === 'ACTIVE';
  const counters = [
    connector.events.length === 0 ? 'all events' : connector.events.join(', '),
    `${successCount} delivered`,
    `${errorCount} failed`,
    `${queued} waiting`,
    `99 % within ${latency99p}`,
  ];
  return html`<div class="row">
    <span>
      <span class="chip ${TONES[connector.status]}">${connector.status}</span>
      ${connector.displayName || connector.id}<br /><code>${target(connector)}</code><br />
      <span class="facts">${counters.join(' · ')}</span>
    </span>
    <button
      data-action="${active ? 'disable' : 'enable'}"
      data-input="${JSON.stringify({ connectorId: connector.id })}"
    >
      ${active ? 'Disable as the system' : 'Enable'}
    </button>
  </div>`;
}

function target(connector: DataConnector): string {
  return connector.type === 'HTTP_PUSH'
    ? maskUrl((connector.config as unknown as HttpConfig).url)
    : connector.type;
}
