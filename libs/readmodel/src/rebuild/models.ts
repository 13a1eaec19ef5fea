import { figuresModel } from '../counting/rebuild.ts';
import { viewsModel } from '../views/rebuild.ts';
import type { Model, ModelName } from './model.ts';

/** Every read model that can be built anew, in the order in which they are switched. */
export const modelNames: readonly ModelName[] = ['figures', 'views'];
const models: Readonly<Record<ModelName, Model>> = { figures: figuresModel, views: viewsModel };
export const modelOf = (name: ModelName): Model => models[name];
