import { lazy, path } from '@signalbox/http-core';
import { defineOperation } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { texts } from '../../api/wire';
import { locator, projectLocator } from '../fields';
import { batchProblem, deviceName, devicesField, failures, lastPart } from './batch';

const transferred = lazy(() => z.object({ projectId: z.string(), transferredDevices: z.array(z.string()) }));

export const transfer = defineOperation({
  resource: 'device',
  operation: 'transfer',
  name: 'Transfer',
  action: 'Transfer devices to another project',
  description: 'Move one or more devices to another project',
  semantics: 'non-idempotent',
  fields: [
    { ...projectLocator, displayName: 'From Project', description: 'Project that the devices are in' },
    devicesField,
    locator({
      displayName: 'To Project',
      name: 'targetProjectId',
      description: 'Project to move the devices to',
      list: 'searchProjects',
      collection: 'projects',
    }),
  ],
  request: ({ projectId, devices, targetProjectId }) => ({
    method: 'POST',
    path: path`/projects/${targetProjectId}/devices:transfer`,
    body: { devices: devices.map((each) => deviceName(projectId, each)) },
    whenEmpty: {},
  }),
  responseSchema: () => z.looseObject({ transferredDevices: texts(), transferErrors: failures() }),
  partialError: ({ transferErrors }, { devices }) => batchProblem(devices, transferErrors, 'transferred'),
  toItem: (_answer: unknown, { targetProjectId, devices }) => ({
    projectId: targetProjectId,
    transferredDevices: devices.map(lastPart),
  }),
  output: transferred,
  hints: needs('Project Administrator', {
    rejected:
      'Check that the devices named are in "From Project", and that the service account is Project Administrator in both projects.',
    403: 'This needs the role Project Administrator or higher in both projects. Give it to the service account in DT Studio under API Integrations > Service Accounts.',
    404: 'There is no such project. Choose both from their lists.',
  }),
});
