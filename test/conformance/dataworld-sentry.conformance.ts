import { describeConformance } from '@signalbox/package-tools/conformance';
import { dataworldSentrySubject } from './dataworld-sentry';

describeConformance(dataworldSentrySubject);
