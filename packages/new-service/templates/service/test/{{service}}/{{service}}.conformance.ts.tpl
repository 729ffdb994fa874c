import { describeConformance } from '@signalbox/conformance-kit';
import { subject } from './conformance';

describeConformance(subject);
