import type {
  INodeProperties,
  INodePropertyCollection,
  INodePropertyOptions,
  INodeTypeDescription,
} from 'n8n-workflow';
import { nearest } from './nearest';

type Values = Record<string, unknown>;

/** A node of an example workflow. */
interface ExampleNode {
  name: string;
  type: string;
  parameters: Values;
}

/**
 * Parameters and values of an example workflow that its nodes do not have. n8n ignores such a parameter silently.
 *
 * @param file path of the workflow, for the messages
 * @param descriptions nodes of the package, by the type that workflows name
 */
export function exampleProblems(
  file: string,
  { nodes }: { nodes: readonly ExampleNode[] },
  descriptions: ReadonlyMap<string, Pick<INodeTypeDescription, 'properties' | 'polling'>>,
): string[] {
  return nodes.flatMap(({ name, type, parameters }) => {
    // n8n derives a second type, with the suffix Tool, from every node that is usable as a tool.
    const description = descriptions.get(type) ?? descriptions.get(type.replace(/Tool$/, ''));
    if (!description) return [];
    const { resource, operation } = parameters;
    const offered = description.properties.filter(({ displayOptions: { show } = {} }) =>
      [
        [show?.resource, resource],
        [show?.operation, operation],
      ].every(([shown, chosen]) => !Array.isArray(shown) || chosen === undefined || shown.includes(chosen)),
    );
    const known = [...offered, ...(description.polling ? [addedByN8n('pollTimes')] : [])];
    return problemsOf(parameters, known, []).map((problem) => `${file}: node "${name}": ${problem}`);
  });
}

/** A parameter that n8n adds to every node of a kind; its values are n8n's. */
const addedByN8n = (name: string): INodeProperties => ({
  displayName: name,
  name,
  type: 'hidden',
  default: '',
});

/** @param path names of the parameters around these */
function problemsOf(values: Values, properties: readonly INodeProperties[], path: string[]): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const label = [...path, name].join('.');
    const named = properties.filter((property) => property.name === name);
    if (named.length === 0) {
      const names = properties.map((property) => property.name);
      return `it has no parameter "${label}"${nearest(name, names)}. n8n would ignore it`;
    }
    // A parameter may be declared several times, each for other values of the ones around it.
    const problems = named.map((property) => problemsOfValue(value, property, [...path, name]));
    return problems.find(({ length }) => length === 0) ?? problems[0]!;
  });
}

function problemsOfValue(value: unknown, property: INodeProperties, path: string[]): string[] {
  if (typeof value === 'string' && value.startsWith('=')) return [];
  const { type, options = [], modes, typeOptions } = property;
  if ((type === 'options' || type === 'multiOptions') && !typeOptions?.loadOptionsMethod) {
    const known = (options as INodePropertyOptions[]).map((option) => option.value);
    return [value]
      .flat()
      .filter((one) => !known.includes(one as string))
      .map(
        (one) =>
          `"${path.join('.')}" has no value ${JSON.stringify(one)}${nearest(String(one), known.map(String))}`,
      );
  }
  const rows = [value].flat().filter((one): one is Values => typeof one === 'object' && one !== null);
  if (type === 'collection')
    return rows.flatMap((row) => problemsOf(row, options as INodeProperties[], path));
  if (type === 'fixedCollection') {
    const groups = (options as INodePropertyCollection[]).map((group): INodeProperties => ({
      ...group,
      type: 'collection',
      default: {},
      options: group.values,
    }));
    return rows.flatMap((row) => problemsOf(row, groups, path));
  }
  if (type === 'resourceLocator') {
    const names = (modes ?? []).map(({ name }) => name);
    return rows
      .filter(({ mode }) => !names.includes(String(mode)))
      .map(
        ({ mode }) =>
          `"${path.join('.')}" has no mode ${JSON.stringify(mode)}${nearest(String(mode), names)}`,
      );
  }
  return [];
}
