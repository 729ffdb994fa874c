/** Computes the files that a package publishes, for npm. It ships no types; this declares the part in use. */
declare module 'npm-packlist' {
  interface PackageTree {
    /** Absolute folder of the package. */
    path: string;
    /** Parsed package.json. */
    package: object;
    isProjectRoot: true;
    /** Installed dependencies, read only for bundledDependencies. */
    edgesOut: Map<string, never>;
  }
  /** @returns paths relative to the package, with forward slashes */
  export default function packlist(tree: PackageTree): Promise<string[]>;
}
