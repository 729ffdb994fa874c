import { describeConformance } from '@signalbox/conformance-kit';
import { dataworldSentrySubject } from './dataworld-sentry';

describeConformance(dataworldSentrySubject);
