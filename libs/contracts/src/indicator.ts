import { indicator } from '@casetrail/domain';
import { aggregateRoutes, voiding } from './command-routes.ts';

/** A key has one series in a district: defining it again answers with the series there is. */
export const indicatorRoutes = aggregateRoutes(indicator, 'Indicators', '/v1/indicators', {
  DefineIndicator: [null, 'Define the series of a key in a district'],
  ReportIndicator: ['report', 'Report the value of a month'],
  CertifyIndicator: ['certify', 'Certify the value of a month'],
  CorrectIndicator: ['correct', 'Replace the value of a month, at every date (K1)'],
  ...voiding,
});
