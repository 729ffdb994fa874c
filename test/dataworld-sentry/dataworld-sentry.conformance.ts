import { describeConformance } from '@signalbox/conformance-kit';
import { dataworldSentrySubject } from './conformance';

describeConformance(dataworldSentrySubject);
