import type { ComponentType } from 'react';
import type { Team, TeamRole } from '@/api/types';
import type { MessageKey } from '@/lib/i18n';
import { ActivityTab } from './components/ActivityTab';
import { AnalyticsTab } from './components/AnalyticsTab';
import { GoalsTab } from './components/GoalsTab';
import { LeaderboardTab } from './components/LeaderboardTab';
import { MembersTab } from './components/MembersTab';
import { ModerationTab } from './components/ModerationTab';
import { SettingsTab } from './components/SettingsTab';
import { leads } from './rights';

export interface TeamTab {
  /** Its part of the path. */
  name: string;
  label: MessageKey;
  Content: ComponentType<{ team: Team }>;
  /** Whether only leaders and deputies have it. */
  forLeads: boolean;
}

/** The tabs of a team in their order; the first one is shown unless the path names another. */
export const TABS: readonly TeamTab[] = [
  {
    name: 'leaderboard',
    label: 'team.tab_leaderboard',
    Content: LeaderboardTab,
    forLeads: false,
  },
  { name: 'goals', label: 'team.tab_goals', Content: GoalsTab, forLeads: false },
  { name: 'activity', label: 'team.tab_activity', Content: ActivityTab, forLeads: false },
  { name: 'members', label: 'team.tab_members', Content: MembersTab, forLeads: false },
  { name: 'analytics', label: 'team.tab_analytics', Content: AnalyticsTab, forLeads: true },
  { name: 'moderation', label: 'team.tab_moderation', Content: ModerationTab, forLeads: true },
  { name: 'settings', label: 'team.tab_settings', Content: SettingsTab, forLeads: false },
];

/** The tabs that a member of this role has. */
export function tabsFor(role: TeamRole): readonly TeamTab[] {
  return TABS.filter(({ forLeads }) => !forLeads || leads(role));
}
