import { attempt } from './attempt';
import type { SubjectOperation } from './conformance-subject';
import { errorViolations } from './error-violations';
import type { FaultCase } from './fault-cases';
import { foreignOrigin } from './foreign-origin';
import { isOwn } from './is-own';
import { secretViolations } from './secret-violations';
import { wireViolations } from './wire-violations';
import type { World } from './world';

/**
 * Runs an operation on one item under one fault.
 * @returns one sentence per violation
 */
export async function checkFault(
  world: World,
  operation: SubjectOperation,
  faultCase: FaultCase,
): Promise<string[]> {
  const healthy = await world.healthy(operation);
  const { faultMatch } = world.subject;
  const own = healthy.outgoing.filter((request) => isOwn(request, faultMatch));
  const responseBytes = (faultCase.step === 'own' ? own.at(-1) : own[0])?.responseBytes ?? 0;
  const foreign = await foreignOrigin();
  try {
    const { fault, times, requestOptions } = faultCase;
    const tried = await attempt(world, operation, {
      requestOptions: { ...requestOptions },
      async arm(emulator) {
        if (fault === 'refused') return await emulator.stopListening();
        const stage = { emulator, subject: world.subject, foreignOrigin: foreign.url, responseBytes };
        // The prefetch passes.
        if (faultCase.step === 'own')
          emulator.faults.inject({ match: faultMatch ?? {}, times: 1, fault: { kind: 'delay', ms: 0 } });
        emulator.faults.inject({ match: faultMatch ?? {}, times, fault: fault(stage) });
      },
      onRefused: (emulator) => {
        if (times === 1) void emulator.resumeListening();
      },
    });
    const harmless = faultCase.needsBody && responseBytes === 0;
    return [
      ...foreign.received.map((request) => `Followed the redirect to another origin: ${request}`),
      ...wireViolations({ operation, faultCase, tried, healthy, harmless, subject: world.subject }),
      ...(tried.run.error ? errorViolations(tried.run.error) : []),
      ...secretViolations(tried.run, world.subject.secrets),
    ];
  } finally {
    await foreign.close();
  }
}
