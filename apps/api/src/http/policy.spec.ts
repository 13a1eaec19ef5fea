import { Controller, type ExecutionContext, Get, Post } from '@nestjs/common';
import { criminalCaseRoutes } from '@casetrail/contracts';
import { policy } from '@casetrail/domain';
import { controllers } from '../api.module.ts';
import { AuthenticationGuard } from './authentication.guard.ts';
import { CommandPolicy, Policy, Public, assertPolicies, policyOf, rolesOf, routesIn } from './policy.ts';

const [crack] = criminalCaseRoutes.commands.filter(({ command }) => command === 'CrackCase');

@Controller('/told')
class Told {
  @Get()
  @Policy('ledger.read')
  read() {
    return {};
  }
  @Post()
  @CommandPolicy('criminal_case', crack as NonNullable<typeof crack>)
  write() {
    return {};
  }
}
@Controller('/open')
@Public()
class Open {
  @Get()
  read() {
    return {};
  }
}
class Forgotten extends Told {
  @Get('more')
  more() {
    return {};
  }
}
Controller('/forgotten')(Forgotten);

describe('a route', () => {
  it('says what it is for, itself or by its controller', () => {
    expect(() => assertPolicies([Told, Open])).not.toThrow();
    expect(policyOf(Open.prototype.read, Open)).toEqual({ isPublic: true });
    expect(rolesOf(policyOf(Told.prototype.read, Told) as never)).toEqual(['AUDITOR']);
    expect(rolesOf(policyOf(Told.prototype.write, Told) as never)).toEqual(policy.commands.criminal_case?.['CrackCase']);
  });
  it('that says nothing is found at the start', () =>
    expect(() => assertPolicies([Told, Forgotten])).toThrow('These routes say nobody may use them: Forgotten.more'));
  it('that says nothing lets nobody in, should it be served', async () => {
    const context = { getHandler: () => Forgotten.prototype.more, getClass: () => Forgotten, switchToHttp: () => ({ getRequest: () => ({ headers: {} }) }) };
    const guard = new AuthenticationGuard({} as never, () => Promise.reject(new Error('is not asked')), {} as never, {} as never);
    await expect(guard.canActivate(context as unknown as ExecutionContext)).rejects.toThrow('A route without a policy is served to nobody');
  });
  it('of ours says what it is for, each one', () => {
    const ours = routesIn(controllers);
    expect(ours.length).toBeGreaterThan(280);
    expect(ours.filter((one) => one.policy === undefined)).toEqual([]);
  });
});
