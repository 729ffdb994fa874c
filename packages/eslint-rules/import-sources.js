/**
 * Listeners that pass every module specifier of a file, in whichever way it is imported, to `check`.
 *
 * @param {(source: { node: import('estree').Node, value: string }) => void} check
 */
function importSources(check) {
  const literal = (node) => {
    if (node?.type === 'Literal' && typeof node.value === 'string') check({ node, value: node.value });
  };
  return {
    ImportDeclaration: ({ source }) => literal(source),
    ExportNamedDeclaration: ({ source }) => literal(source),
    ExportAllDeclaration: ({ source }) => literal(source),
    ImportExpression: ({ source }) => literal(source),
    TSImportType: ({ argument, source }) => literal(source ?? argument?.literal),
    CallExpression({ callee, arguments: [source] }) {
      const isRequire = callee.type === 'Identifier' && callee.name === 'require';
      const isResolve = callee.type === 'MemberExpression' && callee.object.name === 'require';
      if (isRequire || isResolve) literal(source);
    },
  };
}

module.exports = { importSources };
