import { lazy, path } from '@signalbox/http-core';
import { InvalidParameterError } from '@signalbox/http-core/errors';
import { defineOperation, schema } from '@signalbox/http-core/operation';
import * as z from 'zod/v4-mini';

import { needs } from '../../api/disruptive-technologies';
import { labelsField, projectLocator } from '../fields';
import { labelMap, textList } from '../inputs';
import { batchProblem, deviceName, devicesField, failures, lastPart } from './batch';

const updated = lazy(() => z.object({ projectId: z.string(), updatedDevices: z.array(z.string()) }));

export const updateLabels = defineOperation({
  resource: 'device',
  operation: 'updateLabels',
  name: 'Update Labels',
  action: 'Update labels of devices',
  description: 'Set and remove labels of one or more devices; the label "name" is the device name',
  semantics: 'idempotent',
  fields: [
    projectLocator,
    devicesField,
    labelsField('Labels to Set', 'addLabels', 'Labels to add or change'),
    {
      displayName: 'Labels to Remove',
      name: 'removeLabels',
      type: 'string',
      typeOptions: { multipleValues: true, multipleValueButtonText: 'Add label' },
      default: [],
      placeholder: 'e.g. room',
      description: 'Keys of the labels to remove',
      [schema]: textList,
    },
  ],
  request({ projectId, devices, addLabels, removeLabels }) {
    const labels = labelMap(addLabels, 'Labels to Set');
    if (Object.keys(labels).length === 0 && removeLabels.length === 0) {
      throw new InvalidParameterError(
        'There is no label to set or remove',
        'Fill in "Labels to Set" or "Labels to Remove".',
      );
    }
    return {
      method: 'POST',
      path: path`/projects/${projectId}/devices:batchUpdate`,
      body: { devices: devices.map((each) => deviceName(projectId, each)), addLabels: labels, removeLabels },
      whenEmpty: {},
    };
  },
  responseSchema: () => z.looseObject({ batchErrors: failures() }),
  partialError: ({ batchErrors }, { devices }) => batchProblem(devices, batchErrors, 'updated'),
  toItem: (_answer: unknown, { projectId, devices }) => ({
    projectId,
    updatedDevices: devices.map(lastPart),
  }),
  output: updated,
  hints: needs('Project Developer', {
    rejected: 'Check that the devices named are in this project, and how many labels they have.',
    404: 'There is no such project. Choose it from its list.',
  }),
});
