import { Problem } from './problem.mjs';

/**
 * @typedef {object} Task
 * @property {string} name
 * @property {string} script as it is run with npm: `npm run test:e2e`
 * @property {string} about
 * @property {string} takes on two cores, once all is installed
 * @property {boolean} installs whether what is missing is installed first
 * @property {readonly string[]} [command] absent where this package does the work itself
 */

/** @param {string} config @param {string} result */
const jest = (config, result) => [
  'jest',
  '-c',
  config,
  '--json',
  '--outputFile',
  `test/results/${result}.json`,
];

/** `node` in a command is Node 24, and so is the one that the other programs find. @type {readonly Task[]} */
export const tasks = [
  {
    name: 'setup',
    script: 'npm run setup',
    about: 'install everything and check it',
    takes: '2 to 5 min the first time, then 5 s',
    installs: true,
  },
  {
    name: 'start',
    script: 'npm start',
    about: 'a real n8n with the nodes, emulated services and example workflows',
    takes: 'up in 20 s',
    installs: true,
    command: ['node', '--import', 'tsx', 'packages/playground/src/main.ts'],
  },
  {
    name: 'dev',
    script: 'npm run dev',
    about: 'the same n8n, into which a saved source of a node comes without a restart',
    takes: 'up in 20 s, a change in some seconds',
    installs: true,
    command: ['node', '--import', 'tsx', 'packages/playground/src/main.ts', '--reload'],
  },
  {
    name: 'test',
    script: 'npm test',
    about: 'lint, types and every test that needs no n8n server',
    takes: '5 to 10 min, unchanged parts 0 s',
    installs: true,
    command: ['turbo', 'run', 'lint:style', 'lint:imports', 'lint', 'typecheck', 'generated', 'test'],
  },
  {
    name: 'watch',
    script: 'npm run watch -- http-core/request',
    about: 'the tests of whatever source is saved, of one part or all',
    takes: 'under 10 s from save to result',
    installs: true,
    command: ['node', 'packages/workbench/src/watch.mjs'],
  },
  {
    name: 'fix',
    script: 'npm run fix -- http-core',
    about: 'lint, format and generate one package or path, or everything',
    takes: '10 s for a package',
    installs: true,
    command: ['node', 'packages/workbench/src/fix.mjs'],
  },
  {
    name: 'new-service',
    script: 'npm run new-service',
    about: 'the three folders of a new service, complete and green, see docs/new-service.md',
    takes: '1 min',
    installs: true,
    command: ['plop', '--plopfile', 'packages/new-service/src/plopfile.mjs', '--'],
  },
  {
    name: 'doctor',
    script: 'npm run doctor',
    about: 'what is wrong with this machine or installation, and what to do',
    takes: '5 s',
    installs: false,
  },
  {
    name: 'conformance',
    script: 'npm run test:conformance',
    about: 'every operation of every package under every fault',
    takes: 'some minutes',
    installs: true,
    command: jest('test/conformance/jest.config.js', 'conformance'),
  },
  {
    name: 'versions',
    script: 'npm run test:versions',
    about: 'every package on every n8n that its README names',
    takes: '2 min',
    installs: true,
    command: jest('test/versions/jest.config.js', 'versions'),
  },
  {
    name: 'test-new-service',
    script: 'npm run test:new-service',
    about: 'npm run new-service with every trigger, and the checks of what it writes',
    takes: '20 min, for a nightly run',
    installs: true,
    command: jest('test/new-service/jest.config.js', 'new-service'),
  },
  {
    name: 'e2e',
    script: 'npm run test:e2e',
    about: 'the examples end to end in a real n8n',
    takes: 'some minutes',
    installs: true,
    command: jest('test/e2e/jest.config.js', 'e2e'),
  },
  {
    name: 'gate',
    script: 'npm run gate',
    about: "n8n's linter and scanner, size, load, icons, schemas ... for every package",
    takes: '1 to 2 min, unchanged packages 0 s',
    installs: true,
    command: ['turbo', 'run', 'gate'],
  },
  {
    name: 'bench',
    script: 'npm run bench',
    about: 'figures beside the real alternatives, see docs/benchmarks.md',
    takes: 'up to an hour',
    installs: true,
    command: ['node', '--import', 'tsx', 'test/bench/index.ts'],
  },
];

/** @param {string} name @returns {Task} @throws {Problem} if there is no such task */
export function findTask(name) {
  const task = tasks.find((one) => one.name === name);
  if (task) return task;
  throw new Problem(`There is no task "${name}".`, `The tasks are:\n\n${taskList()}`);
}

/** A line for each task: how to run it, what it does, how long it takes. */
export function taskList() {
  const width = Math.max(...tasks.map(({ script }) => script.length));
  return tasks.map(({ script, about, takes }) => `${script.padEnd(width)}  ${about} (${takes})`).join('\n');
}
