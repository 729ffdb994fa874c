import { join } from 'node:path';
import ts from 'typescript';
import { repository } from './code-blocks';

/**
 * Type-checks files that exist only in the documentation as if they stood in the repository.
 *
 * @param tsconfig whose options apply, relative to the repository
 * @param files their contents, by path relative to the repository
 * @returns one line for each error in these files
 */
export function typeErrors(tsconfig: string, files: Record<string, string>): string[] {
  const written = new Map(Object.entries(files).map(([path, code]) => [join(repository, path), code]));
  const folder = join(repository, tsconfig, '..');
  const { config } = ts.readConfigFile(join(repository, tsconfig), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => written.has(path) || fileExists(path);
  host.readFile = (path) => written.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const code = written.get(path);
    return code === undefined
      ? getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, code, language);
  };
  const program = ts.createProgram([...written.keys()], options, host);
  return [...written.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) => {
        const line = source.getLineAndCharacterOfPosition(start).line + 1;
        return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
      },
    );
  });
}
