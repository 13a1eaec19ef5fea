import type * as domain from '@casetrail/domain';

type CommandOf =
  | domain.CriminalCaseCommand
  | domain.PersonCommand
  | domain.SuspectCommand
  | domain.CrimeGroupCommand
  | domain.ArrestReviewCommand
  | domain.ProsecutionCommand
  | domain.CourtDocketCommand
  | domain.AssetCommand
  | domain.LeadCommand
  | domain.InvestigationCommand
  | domain.RecommendationCommand
  | domain.RectificationPlanCommand
  | domain.MechanismCommand
  | domain.ProblemCommand
  | domain.RegisterCommand
  | domain.IndicatorCommand
  | domain.HearingCommand
  | domain.MajorProjectCommand
  | domain.CheckExceptionCommand
  | domain.PublicationCommand
  | domain.CorrectionCommand
  | domain.VoidRecords;
type EventOf =
  | domain.CriminalCaseEvent
  | domain.PersonEvent
  | domain.SuspectEvent
  | domain.CrimeGroupEvent
  | domain.ArrestReviewEvent
  | domain.ProsecutionEvent
  | domain.CourtDocketEvent
  | domain.AssetEvent
  | domain.LeadEvent
  | domain.InvestigationEvent
  | domain.RecommendationEvent
  | domain.RectificationPlanEvent
  | domain.MechanismEvent
  | domain.ProblemEvent
  | domain.RegisterEvent
  | domain.IndicatorEvent
  | domain.HearingEvent
  | domain.MajorProjectEvent
  | domain.CheckExceptionEvent
  | domain.PublicationEvent
  | domain.CorrectionEvent
  | domain.RecordVoided;

/** Every command there is, for whoever has words for each of them. */
export type CommandName = Exclude<CommandOf['type'], 'RequestCorrection'>;
/** Every type of event there is. */
export type EventName = EventOf['type'] | keyof typeof domain.ledgerEvents;
export type CategoryName = domain.Category;
