import { call, path } from '@signalbox/http-core';
import type { InvalidParameterError } from '@signalbox/http-core/errors';
import { NodeOperationError } from 'n8n-workflow';
import type { ICredentialDataDecryptedObject, IHookFunctions } from 'n8n-workflow';

import { issuerUrlOf } from '../api/base-urls';
import { project } from '../api/project';
import { triggerService } from './trigger-service';
import type { TriggerSettings, Verification } from './trigger-settings';
import { bareId } from './verify-signature';

/** Verification settings. Reads the organization of the project if none is given. */
export async function verificationOf(ctx: IHookFunctions, projectId?: string): Promise<TriggerSettings> {
  const verification = ctx.getNodeParameter('verification', 'sharedSecret') as Verification;
  if (verification === 'sharedSecret') return { verification };
  return {
    verification,
    discoveryUrl: `${await fromCredential(ctx, issuerUrlOf)}/.well-known/openid-configuration`,
    organizationId:
      bareId(ctx.getNodeParameter('organizationId', '')) ||
      (projectId === undefined ? undefined : await organizationOf(ctx, projectId)),
  };
}

/** @throws NodeOperationError for an address that cannot be used */
export async function fromCredential<T>(
  ctx: IHookFunctions,
  read: (credential: ICredentialDataDecryptedObject) => T,
): Promise<T> {
  const credential = await ctx.getCredentials(triggerService.credentialType);
  try {
    return read(credential);
  } catch (error) {
    const { hint } = error as InvalidParameterError;
    throw new NodeOperationError(ctx.getNode(), error as Error, { description: hint });
  }
}

async function organizationOf(ctx: IHookFunctions, projectId: string): Promise<string> {
  const { organization } = await call(
    ctx,
    triggerService,
    { method: 'GET', path: path`/projects/${projectId}` },
    { semantics: 'safe', responseSchema: project() },
  );
  const id = bareId(organization);
  if (id) return id;
  throw new NodeOperationError(ctx.getNode(), 'The project does not say to which organization it belongs', {
    description: 'Enter the ID of the organization whose events to accept in "Organization ID".',
  });
}
