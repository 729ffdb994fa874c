import eslint from '@eslint/js';
import signalbox from '@signalbox/eslint-rules';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Sources that end up in a published package. */
const BUNDLED = [
  'packages/http-core/src/**/*.ts',
  'credentials/src/**/*.ts',
  'nodes/*/{nodes,credentials}/**/*.ts',
];

// The sources of node packages are linted by n8n's own rules as well (`n8n-node lint` in each package).
export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/.dist-*/**',
      '**/node_modules/**',
      '.signalbox/**',
      '**/fixtures/**',
      '**/coverage/**',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.mts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Values from n8n and the services are of unknown type, and String() of them is intended.
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // Operations, services and subscriptions are data with functions in them, which use no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Functions of an interface may be asynchronous without having to wait.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        __filename: 'readonly',
        AbortSignal: 'readonly',
        URL: 'readonly',
        clearInterval: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
        setInterval: 'readonly',
        setTimeout: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['**/*.client.js'],
    languageOptions: {
      sourceType: 'script',
      globals: {
        document: 'readonly',
        fetch: 'readonly',
        sessionStorage: 'readonly',
        setInterval: 'readonly',
      },
    },
  },
  {
    plugins: { '@signalbox': signalbox },
    rules: { '@signalbox/package-imports': 'error', '@signalbox/zod-dialect': ['error', 'zod/v4'] },
  },
  {
    // The words are in packages/eslint-rules/word-list.js.
    rules: { '@signalbox/plain-comments': 'error', '@signalbox/test-titles': 'error' },
  },
  {
    files: ['test/**'],
    rules: { '@signalbox/package-imports': ['error', { internal: true }] },
  },
  {
    // zod/v4 would put all methods of its schemas into a bundle, used or not. Tests of the core hand it the schemas that it takes.
    files: [...BUNDLED, 'test/http-core/**/*.ts'],
    rules: { '@signalbox/zod-dialect': ['error', 'zod/v4-mini'] },
  },
  {
    files: BUNDLED,
    rules: {
      'no-restricted-properties': [
        'error',
        {
          property: 'localeCompare',
          message:
            'Its first call takes several milliseconds, and n8n loads every node at its start: use alphabetically().',
        },
      ],
    },
  },
  {
    // n8n itself is loaded by require, in an order that matters, and much of it has no types.
    files: ['test/**/*.ts', 'packages/{conformance-kit,node-harness,package-gate,package-tools}/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
  prettier,
);
