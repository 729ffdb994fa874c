import ts from 'typescript';

/** Heading (`// path`) that esbuild puts above each module of a bundle. */
const heading = /^\/\/ (\S+)$/gm;
/** Prefix of a heading until its module is known to have code. */
const mark = '//! ';
const keptHeading = /^\/\/! /gm;
/** Heading of a module without code: only its imports were left. */
const emptyHeading = /^\/\/! \S+\n+(?=\/\/! |(?![\s\S]))/gm;

/** Columns after which a list of names wraps. */
const width = 110;

type Name = readonly [from: string, to: string];

/** Imports from one module: its namespace, some names, or side effects only. */
type Imported = { module: string; whole?: string; names: Name[] };

/**
 * Converts one ES module of the bundle to readable CommonJS: names are destructured from `require`, and `module.exports` ends the file.
 * The code in between stays as it is. esbuild's own conversion keeps imports live, with getters in each file and
 * `(0, import_core.get)(…)` at each use. That is not needed here: chunks do not import one another in a cycle
 * (`assertAcyclicChunks`), and no export is reassigned (checked below).
 *
 * @param code as esbuild prints a bundle of format `esm`
 * @param labels headings of the modules, keyed by the path that esbuild wrote, which differs between machines
 * @throws Error if an import or export cannot be converted
 */
export function toCommonJs(code: string, labels: ReadonlyMap<string, string>): string {
  const marked = withoutMemberComments(code).replace(heading, (line, path: string) => {
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

/** esbuild drops comments but for those of class members; one rule for all makes the bundle smaller. */
function withoutMemberComments(code: string): string {
  const comments: ts.CommentRange[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassElement(node)) comments.push(...(ts.getLeadingCommentRanges(code, node.pos) ?? []));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('chunk.js', code, ts.ScriptTarget.ESNext, false, ts.ScriptKind.JS));
  return comments.reduceRight((text, { pos, end }) => text.slice(0, pos) + text.slice(end).trimStart(), code);
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

/** Reads `export { local as name };`, the only form of export in a bundle of esbuild. */
function readExports(statement: ts.Statement, file: ts.SourceFile): Name[] {
  if (ts.isExportDeclaration(statement) && !statement.moduleSpecifier) {
    const { exportClause } = statement;
    if (exportClause && ts.isNamedExports(exportClause)) {
      return exportClause.elements.map(({ propertyName, name }) => [name.text, (propertyName ?? name).text]);
    }
  }
  throw new Error(`This export cannot be bundled: ${statement.getText(file)}`);
}

/** One `require` per module, in the order of the imports. */
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

/** `{ a, b: c }`, wrapped. */
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

/** Variables of every CommonJS module. In an ES module esbuild treats them as ordinary names. */
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

/** Importers copy the value of an export when its module has been evaluated, so it must not change afterwards. */
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
