/** npm's own list of what a package publishes; it ships no types. Only the shape that these tools use. */
declare module 'npm-packlist' {
  interface PackageTree {
    /** Absolute folder of the package. */
    path: string;
    /** Its package.json. */
    package: object;
    isProjectRoot: true;
    /** Installed dependencies, read only for bundledDependencies. */
    edgesOut: Map<string, never>;
  }
  /** @returns paths relative to the package, with forward slashes */
  export default function packlist(tree: PackageTree): Promise<string[]>;
}
