/**
 * A field of the credential that a person fills in.
 *
 * @typedef {object} SecretField
 * @property {string} name
 * @property {string} label
 * @property {string} description for the credential and the README
 * @property {boolean} secret
 * @property {string} seed fixed value of the emulator
 */

/**
 * One way to prove who one is, made of the functions in credentials/src.
 *
 * @typedef {object} AuthScheme
 * @property {string} value answer to the question
 * @property {string} about
 * @property {string} authFunction name of the function in credentials/src
 * @property {string} authWords completes "A REST API with ..."
 * @property {readonly SecretField[]} secretFields the first secret one is the root of derived keys
 * @property {string} secretSent a sentence of the README
 */

/** @type {readonly AuthScheme[]} */
export const authSchemes = [
  {
    value: 'header-key',
    about: 'Key in a header, such as X-Api-Key',
    authFunction: 'headerKey',
    authWords: 'a key in a header',
    secretFields: [
      {
        name: 'apiKey',
        label: 'API Key',
        description: 'Created in the settings of your account',
        secret: true,
        seed: 'q3Zx0Xw7h2mVYb5nE8sTdR1uCfG6pLa9',
      },
    ],
    secretSent: 'The key is sent to the base URL of the credential and nowhere else.',
  },
  {
    value: 'bearer',
    about: 'Bearer token that does not expire',
    authFunction: 'bearer',
    authWords: 'a bearer token',
    secretFields: [
      {
        name: 'apiToken',
        label: 'API Token',
        description: 'Created in the settings of your account',
        secret: true,
        seed: 'b7WfJ1pYq5uNz8XkC2tRvM6eHsD3gLaQ',
      },
    ],
    secretSent: 'The token is sent to the base URL of the credential and nowhere else.',
  },
  {
    value: 'basic',
    about: 'Key ID and secret, sent as a user name and a password',
    authFunction: 'basic',
    authWords: 'a key ID and a secret, sent as Basic authentication',
    secretFields: [
      {
        name: 'keyId',
        label: 'Key ID',
        description: 'ID of a key that you created in the settings of your account',
        secret: false,
        seed: 'kq3Zx0Xw7h2mVYb5',
      },
      {
        name: 'keySecret',
        label: 'Key Secret',
        description: 'Secret of that key',
        secret: true,
        seed: 'Gd4yR8hVm1LqZ6bXc9KtW3fPzJ7nUaT2',
      },
    ],
    secretSent: 'The key is sent to the base URL of the credential and nowhere else.',
  },
  {
    value: 'client-credentials',
    about: 'Bearer token that expires, fetched with a client ID and secret (OAuth 2)',
    authFunction: 'expiringBearer',
    authWords: 'a bearer token that expires',
    secretFields: [
      {
        name: 'clientId',
        label: 'Client ID',
        description: 'ID of the client that you created for n8n',
        secret: false,
        seed: 'kq3Zx0Xw7h2mVYb5',
      },
      {
        name: 'clientSecret',
        label: 'Client Secret',
        description: 'Secret of that client',
        secret: true,
        seed: 'Sx9uN2cK7rPfA4wEbZ6gT1yHmV8jD0qL',
      },
    ],
    secretSent:
      'A token is renewed before it expires, and once if it is rejected. The client secret is sent to the token URL alone, and the token to the base URL alone.',
  },
];
