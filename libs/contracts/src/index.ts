export { type AggregateRoutes, type CommandRoute, partsOf } from './command-routes.ts';
export { correctionRoutes, correctionsQuery } from './correction.ts';
export { crimeGroupRoutes, groupsQuery } from './crime-group.ts';
export { casesQuery, criminalCaseRoutes } from './criminal-case.ts';
export { personRoutes } from './person.ts';
export { suspectRoutes } from './suspect.ts';
export { factsQuery, figuresQuery, ledgerQuery, whitePaperQuery } from './figure.ts';
export { type ProblemCode, problems, refusal } from './problem.ts';
export { type Answer, type ResponseName, aggregates, components, responses } from './components.ts';
