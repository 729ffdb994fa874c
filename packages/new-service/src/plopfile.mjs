import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { authSchemes } from './auth-schemes.mjs';
import { checkBaseUrl, checkName, checkResource } from './check-answers.mjs';
import { addTestDependency, finish } from './finish.mjs';
import { refuseWithoutTerminal } from './refuse-without-terminal.mjs';
import { stableUuid, templateData } from './template-data.mjs';
import { triggerKinds } from './triggers.mjs';

/** @import { Answers } from './template-data.mjs' */

const root = join(fileURLToPath(import.meta.url), '..', '..', '..', '..');

/** @param {readonly { value: string, about: string }[]} choices */
const choicesOf = (choices) =>
  choices.map(({ value, about }) => ({ value, name: `${value}: ${about}`, key: value }));

/**
 * The questions and the files of a new service.
 *
 * @param {import('plop').NodePlopAPI} plop
 */
export default function (plop) {
  const prompts = [
    {
      type: 'input',
      name: 'name',
      message: 'Name of the service, as its users write it:',
      validate: (/** @type {string} */ name) => checkName(name, root),
    },
    {
      type: 'input',
      name: 'base-url',
      message: 'Base URL of its API:',
      validate: checkBaseUrl,
    },
    {
      type: 'list',
      name: 'auth',
      message: 'How does a request prove who sends it?',
      choices: choicesOf(authSchemes),
    },
    { type: 'list', name: 'trigger', message: 'What starts a workflow?', choices: choicesOf(triggerKinds) },
    {
      type: 'input',
      name: 'resource',
      message: 'What does it keep, in the singular (such as parcel or sensor)?',
      default: 'record',
      validate: checkResource,
    },
  ];
  refuseWithoutTerminal(prompts.map(({ name }) => name));
  plop.setHelper('uuid', (name, { data }) => stableUuid(`${data.root.service}/${name}`));
  plop.setGenerator('service', {
    description: 'the three folders of a new service',
    prompts,
    actions(given) {
      const answers = /** @type {Answers} */ (given);
      const data = templateData(answers, root);
      return [
        ...partsFor(data).map((part) => ({
          type: 'addMany',
          destination: root,
          base: `../templates/${part}`,
          templateFiles: `../templates/${part}/**`,
          stripExtensions: ['tpl'],
          verbose: false,
          data,
        })),
        {
          type: 'add',
          path: join(root, 'nodes', data.service, 'LICENSE'),
          templateFile: join(root, 'LICENSE'),
        },
        () => addTestDependency(root, `n8n-nodes-${data.service}`),
        () => finish(root, data.service),
      ];
    },
  });
}

/** @param {{ isExpiring: boolean, hasTrigger: boolean, isPoll: boolean, isWebhook: boolean, isSigned: boolean }} data */
function partsFor({ isExpiring, hasTrigger, isPoll, isWebhook, isSigned }) {
  return [
    'service',
    ...(isExpiring ? ['expiring'] : []),
    ...(hasTrigger ? ['trigger'] : []),
    ...(isPoll ? ['poll'] : []),
    ...(isWebhook ? ['webhook'] : []),
    ...(isSigned ? ['signed-webhook'] : []),
  ];
}
