export { formatReport } from './format-report';
export { gatePackage, type GateCheck, type GateReport } from './gate-package';
export { probe, type Measurement, type Probe } from './probe';
