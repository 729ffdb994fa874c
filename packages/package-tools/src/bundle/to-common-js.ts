import ts from 'typescript';

/** `// path`, which esbuild puts above each module of a bundle. */
const heading = /^\/\/ (\S+)$/gm;
/** Marks a heading until the module under it is known to have code. */
const mark = '//! ';
const keptHeading = /^\/\/! /gm;
/** A module of which only imports were left has a heading with nothing under it. */
const emptyHeading = /^\/\/! \S+\n+(?=\/\/! |(?![\s\S]))/gm;

/** Columns after which a list of names goes on in the next line. */
const width = 110;

type Name = readonly [from: string, to: string];

/** What one ES module imports from another: all of it under a name, some names, or nothing but its effects. */
type Imported = { module: string; whole?: string; names: Name[] };

/**
 * One ES module of the bundle as CommonJS, with its code as it is: names are taken out of what `require` returns, and
 * `module.exports` ends the file. esbuild's own conversion keeps every import live instead, with getters in each file and
 * `(0, import_core.get)(…)` at each use. Nothing needs that here: no chunk requires one that requires it (`refuseCycles`), and
 * no export changes (checked here).
 *
 * @param code as esbuild prints a bundle of format `esm`
 * @param labels what to head each module with, keyed by the path esbuild wrote, which differs between machines
 * @throws Error for an import or export that has no such form
 */
export function toCommonJs(code: string, labels: ReadonlyMap<string, string>): string {
  const marked = code.replace(heading, (line, path: string) => {
    const label = labels.get(path);
    return label === undefined ? line : mark + label;
  });
  const file = ts.createSourceFile('chunk.js', marked, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS);
  const imports: Imported[] = [];
  const exports: Name[] = [];
  let body = '';
  let at = 0;
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) imports.push(readImport(statement));
    else if (isExport(statement)) exports.push(...readExports(statement, file));
    else continue;
    body += marked.slice(at, statement.getStart(file));
    at = marked[statement.end] === '\n' ? statement.end + 1 : statement.end;
  }
  body += marked.slice(at);
  refuseReserved(file);
  refuseChanges(file, new Set(exports.map(([, local]) => local)));

  const parts = [
    '"use strict";',
    ...requires(imports),
    `\n${body.replace(emptyHeading, '').replace(keptHeading, '// ').trim()}\n`,
    `module.exports = ${nameList(exports)};`,
  ];
  return `${parts.join('\n')}\n`;
}

function readImport({ importClause, moduleSpecifier }: ts.ImportDeclaration): Imported {
  const module = (moduleSpecifier as ts.StringLiteral).text;
  const bindings = importClause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) return { module, whole: bindings.name.text, names: [] };
  const names = bindings?.elements.map(({ propertyName, name }): Name => [
    (propertyName ?? name).text,
    name.text,
  ]);
  if (importClause?.name || names?.some(([from]) => from === 'default')) {
    throw new Error(`The default export of "${module}" is imported. Import what is needed of it by name.`);
  }
  return { module, names: names ?? [] };
}

const isExport = (statement: ts.Statement): boolean =>
  ts.isExportDeclaration(statement) ||
  ts.isExportAssignment(statement) ||
  (ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));

/** The one form in which esbuild exports what a bundle holds: `export { local as name };`. */
function readExports(statement: ts.Statement, file: ts.SourceFile): Name[] {
  if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) {
    const { exportClause } = statement;
    if (exportClause && ts.isNamedExports(exportClause)) {
      return exportClause.elements.map(({ propertyName, name }) => [name.text, (propertyName ?? name).text]);
    }
  }
  throw new Error(`This export cannot be bundled: ${statement.getText(file)}`);
}

/** One `require` for each module, in the order in which they are imported. */
function requires(imports: readonly Imported[]): string[] {
  const modules = new Map<string, Imported[]>();
  for (const one of imports) modules.set(one.module, [...(modules.get(one.module) ?? []), one]);
  return [...modules].flatMap(([module, parts]) => {
    const required = `require(${JSON.stringify(module)});`;
    const names = parts.flatMap((part) => part.names);
    const wholes = parts.flatMap(({ whole }) =>
      whole === undefined ? [] : [`const ${whole} = ${required}`],
    );
    if (names.length > 0) return [...wholes, `const ${nameList(names)} = ${required}`];
    return wholes.length > 0 ? wholes : [required];
  });
}

/** `{ a, b: c }`, in as many lines as it needs. */
function nameList(names: readonly Name[]): string {
  const lines = [''];
  for (const [index, [key, value]] of names.entries()) {
    const name = (key === value ? key : `${key}: ${value}`) + (index < names.length - 1 ? ',' : '');
    const line = `${lines.at(-1)} ${name}`;
    if (line.length > width) lines.push(`  ${name}`);
    else lines[lines.length - 1] = line;
  }
  return lines.length === 1 ? `{${lines[0]} }` : `{\n ${lines.join('\n')}\n}`;
}

const isAssignment = (operator: ts.SyntaxKind): boolean =>
  operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;

/** What Node gives to each CommonJS module; esbuild knows of no such names in an ES module. */
const reserved = new Set(['module', 'exports', 'require', '__filename', '__dirname']);

function refuseReserved(file: ts.SourceFile): void {
  const names = file.statements.flatMap((statement) => {
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name);
    return ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) ? [statement.name] : [];
  });
  for (const name of names) {
    if (name && ts.isIdentifier(name) && reserved.has(name.text)) {
      throw new Error(
        `"${name.text}" is declared at the top of a module. CommonJS has it for itself: rename it.`,
      );
    }
  }
}

/** An importer holds the value that an export had when its module was complete, so that value must be its last. */
function refuseChanges(file: ts.SourceFile, exported: ReadonlySet<string>): void {
  const assigned = (target: ts.Node): void => {
    if (ts.isIdentifier(target) && exported.has(target.text)) {
      throw new Error(
        `"${target.text}" is used by several nodes and changes. Export a function that reads it.`,
      );
    }
    if (ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target))
      ts.forEachChild(target, assigned);
    if (ts.isShorthandPropertyAssignment(target)) assigned(target.name);
    if (ts.isPropertyAssignment(target)) assigned(target.initializer);
    if (ts.isSpreadElement(target) || ts.isSpreadAssignment(target) || ts.isParenthesizedExpression(target)) {
      assigned(target.expression);
    }
    if (ts.isBinaryExpression(target)) assigned(target.left);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) assigned(node.left);
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      const { operator } = node;
      if (operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken)
        assigned(node.operand);
    }
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) assigned(node.initializer);
    ts.forEachChild(node, visit);
  };
  visit(file);
}
