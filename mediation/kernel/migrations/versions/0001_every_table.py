"""Every table"""

import sqlalchemy as sa
from alembic import op
from mediation.kernel.columns import BIG_JSON
from mediation.kernel.columns import Moment
from mediation.kernel.columns import Sealed

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None

# Frozen here as they stood: the database itself keeps ledger lines as they were written.
GUARDS = {
    "sqlite": (
        """
        CREATE TRIGGER ledger_lines_keep_update BEFORE UPDATE ON ledger_lines
        BEGIN SELECT RAISE(ABORT, 'ledger lines are never changed'); END
        """,
        """
        CREATE TRIGGER ledger_lines_keep_delete BEFORE DELETE ON ledger_lines
        BEGIN SELECT RAISE(ABORT, 'ledger lines are never removed'); END
        """,
        """
        CREATE TRIGGER ledger_heads_follow AFTER INSERT ON ledger_lines
        BEGIN
          INSERT INTO ledger_heads (case_id, seq, hash) VALUES (NEW.case_id, NEW.seq, NEW.hash)
          ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
        END
        """,
    ),
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION ledger_lines_keep() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'ledger lines are never changed or removed'; END $$
        """,
        """
        CREATE TRIGGER ledger_lines_keep_rows BEFORE UPDATE OR DELETE ON ledger_lines
        FOR EACH ROW EXECUTE FUNCTION ledger_lines_keep()
        """,
        """
        CREATE TRIGGER ledger_lines_keep_table BEFORE TRUNCATE ON ledger_lines
        FOR EACH STATEMENT EXECUTE FUNCTION ledger_lines_keep()
        """,
        """
        CREATE OR REPLACE FUNCTION ledger_heads_follow() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO ledger_heads (case_id, seq, hash) VALUES (NEW.case_id, NEW.seq, NEW.hash)
          ON CONFLICT (case_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash;
          RETURN NULL;
        END $$
        """,
        """
        CREATE TRIGGER ledger_heads_follow AFTER INSERT ON ledger_lines
        FOR EACH ROW EXECUTE FUNCTION ledger_heads_follow()
        """,
    ),
}


def upgrade() -> None:
    op.create_table('number_series',
    sa.Column('series', sa.String(length=24), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('series', 'year', name=op.f('pk_number_series'))
    )
    op.create_table('persons',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=True, comment='duty phone, shown to colleagues'),
    sa.Column('password_hash', sa.String(length=200), nullable=True, comment='Argon2id; null: cannot sign in'),
    sa.Column('failed_sign_ins', sa.Integer(), nullable=False),
    sa.Column('locked_until', Moment(), nullable=True),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('is_appointed_mediator', sa.Boolean(), nullable=False, comment='appointed 人民调解员 (人民调解法 13-14): may record an oral agreement'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_persons')),
    sa.UniqueConstraint('login', name=op.f('uq_persons_login'))
    )
    op.create_table('publication_blobs',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False, comment='zlib'),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_publication_blobs'))
    )
    op.create_table('publications',
    sa.Column('digest', sa.String(length=64), nullable=False, comment='SHA-256 over names and contents'),
    sa.Column('locality', sa.String(length=40), nullable=False),
    sa.Column('published_at', Moment(), nullable=False, comment='first time'),
    sa.Column('current_from', Moment(), nullable=False, comment='last time it was published'),
    sa.Column('turn', sa.Integer(), nullable=False, comment='counts publications; the highest is the current one'),
    sa.Column('by_id', sa.Integer(), nullable=True, comment='person who published it last'),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_publications')),
    sa.UniqueConstraint('turn', name=op.f('uq_publications_turn'))
    )
    op.create_table('units',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False, comment='national or county code'),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('level', sa.String(length=24), nullable=False, comment="key of the locality's level"),
    sa.Column('parent_id', sa.Integer(), nullable=True),
    sa.Column('path', sa.String(length=160), nullable=False, comment="ids from the root to this unit, '/1/5/77/'; a subtree is a prefix"),
    sa.Column('full_name', sa.String(length=200), nullable=False, comment='names from the town down, e.g. 官渡镇南岳村青桥党支部第9微网格'),
    sa.Column('households', sa.Integer(), nullable=True, comment='households, for micro-grids'),
    sa.Column('retired_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['parent_id'], ['units.id'], name=op.f('fk_units_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units')),
    sa.UniqueConstraint('code', name=op.f('uq_units_code'))
    )
    op.create_index('ix_units_parent_id_code', 'units', ['parent_id', 'code'], unique=False)
    op.create_index('ix_units_path', 'units', ['path'], unique=False, postgresql_ops={'path': 'text_pattern_ops'})
    op.create_table('absences',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('substitute_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=False),
    sa.CheckConstraint('person_id <> substitute_id', name=op.f('ck_absences_stands_in_for_another')),
    sa.CheckConstraint('to_on >= from_on', name=op.f('ck_absences_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_absences_person_id')),
    sa.ForeignKeyConstraint(['substitute_id'], ['persons.id'], name=op.f('fk_absences_substitute_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absences'))
    )
    op.create_index(op.f('ix_absences_person_id'), 'absences', ['person_id'], unique=False)
    op.create_index(op.f('ix_absences_substitute_id'), 'absences', ['substitute_id'], unique=False)
    op.create_table('calendar_days',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('is_working', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False, comment='why: holiday, make-up day, local arrangement'),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_calendar_days_by_id')),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_calendar_days'))
    )
    op.create_table('calendar_years',
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False, comment='the notice it was taken from'),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_calendar_years_by_id')),
    sa.PrimaryKeyConstraint('year', name=op.f('pk_calendar_years'))
    )
    op.create_table('cases',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False, comment='e.g. 浏调〔2026〕000012号'),
    sa.Column('title', sa.String(length=120), nullable=False, comment="never a minor's name"),
    sa.Column('story', sa.Text(), nullable=False, comment='what happened, as reported'),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False, comment='key of the taxonomy, DOMAIN 3'),
    sa.Column('difficulty', sa.String(length=12), nullable=False, comment='simple, ordinary, major, hard'),
    sa.Column('risk', sa.String(length=8), nullable=False, comment='yellow, orange, red'),
    sa.Column('source', sa.String(length=24), nullable=False),
    sa.Column('people_count', sa.Integer(), nullable=False),
    sa.Column('amount_fen', sa.Integer(), nullable=True, comment='money in dispute, in fen'),
    sa.Column('traits', BIG_JSON, nullable=False, comment='risk triggers and screens as named at intake: violence, minor, weapon, suicide_threat, private_matter, in_court, agency_only, crime, status_only, separate_sessions ...'),
    sa.Column('origin_unit_id', sa.Integer(), nullable=False, comment='where it was reported'),
    sa.Column('unit_id', sa.Integer(), nullable=False, comment='place of the dispute; roles are found from it upwards'),
    sa.Column('held_by_id', sa.Integer(), nullable=False, comment='unit that holds it now'),
    sa.Column('level', sa.String(length=24), nullable=False, comment='level that holds it now'),
    sa.Column('entry_level', sa.String(length=24), nullable=True, comment='level at which the ladder begins or resumes'),
    sa.Column('may_mediate', sa.Boolean(), nullable=False),
    sa.Column('handover_to', sa.String(length=24), nullable=True, comment='police, court, arbitration, agency, petition'),
    sa.Column('handler_id', sa.Integer(), nullable=True, comment='承办人 of the present attempt'),
    sa.Column('reported_at', Moment(), nullable=False),
    sa.Column('reported_by', sa.Integer(), nullable=True),
    sa.Column('limitation_interrupted_on', sa.Date(), nullable=True, comment='民法典 195'),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.Column('prior_case_id', sa.Integer(), nullable=True, comment='earlier case of the same matter'),
    sa.Column('outcome', sa.String(length=32), nullable=True, comment='DOMAIN 3, outcomes'),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.Column('archived_at', Moment(), nullable=True),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('performed_on', sa.Date(), nullable=True),
    sa.Column('level_result', sa.String(length=16), nullable=True, comment='how the last level ended: settled, up, ended, down; null while one is trying'),
    sa.Column('returns', sa.Integer(), nullable=False, comment='times sent down or back'),
    sa.Column('submission', sa.String(length=40), nullable=True, comment='token of the form that reported it'),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint('(closed_at IS NULL) = (outcome IS NULL)', name=op.f('ck_cases_closed_with_an_outcome')),
    sa.ForeignKeyConstraint(['handler_id'], ['persons.id'], name=op.f('fk_cases_handler_id')),
    sa.ForeignKeyConstraint(['held_by_id'], ['units.id'], name=op.f('fk_cases_held_by_id')),
    sa.ForeignKeyConstraint(['merged_into_id'], ['cases.id'], name=op.f('fk_cases_merged_into_id')),
    sa.ForeignKeyConstraint(['origin_unit_id'], ['units.id'], name=op.f('fk_cases_origin_unit_id')),
    sa.ForeignKeyConstraint(['prior_case_id'], ['cases.id'], name=op.f('fk_cases_prior_case_id')),
    sa.ForeignKeyConstraint(['reported_by'], ['persons.id'], name=op.f('fk_cases_reported_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_cases_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cases')),
    sa.UniqueConstraint('number', name=op.f('uq_cases_number')),
    sa.UniqueConstraint('submission', name=op.f('uq_cases_submission'))
    )
    op.create_index(op.f('ix_cases_handler_id'), 'cases', ['handler_id'], unique=False)
    op.create_index('ix_cases_held_by_id_closed_at', 'cases', ['held_by_id', 'closed_at'], unique=False)
    op.create_index(op.f('ix_cases_reported_by'), 'cases', ['reported_by'], unique=False)
    op.create_index('ix_cases_unit_id_kind', 'cases', ['unit_id', 'kind'], unique=False)
    op.create_table('posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False, comment='role key of the locality'),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('to_on', sa.Date(), nullable=True, comment='last day in the post; null: open'),
    sa.CheckConstraint('to_on IS NULL OR to_on >= from_on', name=op.f('ck_posts_ends_after_it_begins')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_posts_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_posts_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posts'))
    )
    op.create_index(op.f('ix_posts_person_id'), 'posts', ['person_id'], unique=False)
    op.create_index('ix_posts_unit_id_role', 'posts', ['unit_id', 'role'], unique=False)
    op.create_table('publication_files',
    sa.Column('publication', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('blob', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['blob'], ['publication_blobs.digest'], name=op.f('fk_publication_files_blob')),
    sa.ForeignKeyConstraint(['publication'], ['publications.digest'], name=op.f('fk_publication_files_publication')),
    sa.PrimaryKeyConstraint('publication', 'name', name=op.f('pk_publication_files'))
    )
    op.create_table('attempts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('level', sa.String(length=24), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', Moment(), nullable=False),
    sa.Column('accepted_at', Moment(), nullable=True),
    sa.Column('accepted_by', sa.Integer(), nullable=True),
    sa.Column('rights_told_on', sa.Date(), nullable=True, comment='人民调解工作若干规定 30'),
    sa.Column('missed_notices', sa.Integer(), nullable=False),
    sa.Column('session_on', Moment(), nullable=True, comment='next session'),
    sa.Column('outcome', sa.String(length=32), nullable=True, comment='outcome the case gets should this attempt end it, as decided by whoever ended it'),
    sa.Column('result', sa.String(length=16), nullable=True, comment='settled, up, ended, down, interrupted'),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.CheckConstraint('(closed_at IS NULL) = (result IS NULL)', name=op.f('ck_attempts_closed_with_a_result')),
    sa.ForeignKeyConstraint(['accepted_by'], ['persons.id'], name=op.f('fk_attempts_accepted_by')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_attempts_case_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_attempts_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempts')),
    sa.UniqueConstraint('case_id', 'seq', name=op.f('uq_attempts_case_id_seq'))
    )
    op.create_index(op.f('ix_attempts_unit_id'), 'attempts', ['unit_id'], unique=False)
    op.create_table('case_records',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True, comment='the work item answered'),
    sa.Column('element', sa.String(length=80), nullable=False, comment='element id of the diagram'),
    sa.Column('form_key', sa.String(length=80), nullable=True),
    sa.Column('answers', BIG_JSON, nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_case_records_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_case_records_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_records'))
    )
    op.create_index('ix_case_records_case_id_element', 'case_records', ['case_id', 'element'], unique=False)
    op.create_table('ledger_heads',
    sa.Column('case_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_ledger_heads_case_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_ledger_heads'))
    )
    op.create_table('ledger_lines',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False, comment='from 1 within the case, without gaps'),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True, comment='null: the system'),
    sa.Column('by_text', sa.String(length=60), nullable=False, comment='name of who acted'),
    sa.Column('post', sa.String(length=240), nullable=False, comment='post acted in, as it read then'),
    sa.Column('standing_in_for', sa.String(length=60), nullable=True, comment='whose substitute acted'),
    sa.Column('kind', sa.String(length=60), nullable=False, comment='name of the fact'),
    sa.Column('params', BIG_JSON, nullable=False, comment='what fills the sentence, and ids'),
    sa.Column('sentence', sa.Text(), nullable=False, comment='Chinese, as it read then'),
    sa.Column('prev_hash', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False, comment='SHA-256 of all of the above but id'),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_ledger_lines_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_ledger_lines_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ledger_lines')),
    sa.UniqueConstraint('case_id', 'seq', name=op.f('uq_ledger_lines_case_id_seq'))
    )
    op.create_table('notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('role', sa.String(length=40), nullable=True, comment='with unit_id: whoever is in that post'),
    sa.Column('unit_id', sa.Integer(), nullable=True),
    sa.Column('case_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=60), nullable=False, comment='name of the fact'),
    sa.Column('params', BIG_JSON, nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('sent_at', Moment(), nullable=True, comment='when it left through a channel'),
    sa.CheckConstraint('(person_id IS NOT NULL) OR (role IS NOT NULL AND unit_id IS NOT NULL)', name=op.f('ck_notices_has_an_addressee')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_notices_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_notices_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_notices_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices'))
    )
    op.create_index(op.f('ix_notices_case_id'), 'notices', ['case_id'], unique=False)
    op.create_index('ix_notices_person_id_id', 'notices', ['person_id', 'id'], unique=False)
    op.create_index('ix_notices_unit_id_role_id', 'notices', ['unit_id', 'role', 'id'], unique=False)
    op.create_index('ix_notices_unsent', 'notices', ['id'], unique=False, postgresql_where=sa.text('sent_at IS NULL'), sqlite_where=sa.text('sent_at IS NULL'))
    op.create_table('papers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False, comment='running number within the case'),
    sa.Column('kind', sa.String(length=24), nullable=False, comment='key of kinds.yaml'),
    sa.Column('number', sa.String(length=60), nullable=False, comment='e.g. 浏调〔2026〕000012号-03'),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('body', Sealed(), nullable=False, comment='the text as issued; parties as [[party:12]]'),
    sa.Column('fields', Sealed(), nullable=False, comment='what the text was made from'),
    sa.Column('issued_at', Moment(), nullable=False),
    sa.Column('issued_by', sa.Integer(), nullable=True),
    sa.Column('issued_post', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_papers_case_id')),
    sa.ForeignKeyConstraint(['issued_by'], ['persons.id'], name=op.f('fk_papers_issued_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_papers')),
    sa.UniqueConstraint('case_id', 'seq', name=op.f('uq_papers_case_id_seq')),
    sa.UniqueConstraint('number', name=op.f('uq_papers_number'))
    )
    op.create_table('parties',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('side', sa.String(length=12), nullable=False, comment='applicant, respondent, third or child'),
    sa.Column('name', Sealed(), nullable=False),
    sa.Column('name_key', sa.String(length=64), nullable=False, comment='keyed hash of the name, to find the same party again'),
    sa.Column('id_number', Sealed(), nullable=True),
    sa.Column('phone', Sealed(), nullable=True),
    sa.Column('address', Sealed(), nullable=True),
    sa.Column('born_on', Sealed(), nullable=True, comment='ISO date'),
    sa.Column('is_minor', sa.Boolean(), nullable=False),
    sa.Column('is_organisation', sa.Boolean(), nullable=False, comment="a firm or a villagers' group; id_number is its 统一社会信用代码"),
    sa.Column('guardian', Sealed(), nullable=True, comment='who signs for a minor'),
    sa.Column('alias', sa.String(length=20), nullable=False, comment='shown where the name may not be: 申请人甲, 未成年人'),
    sa.CheckConstraint("side IN ('applicant', 'respondent', 'third', 'child')", name=op.f('ck_parties_known_side')),
    sa.CheckConstraint('NOT (is_minor AND is_organisation)', name=op.f('ck_parties_organisations_have_no_age')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_parties_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parties')),
    sa.UniqueConstraint('case_id', 'alias', name=op.f('uq_parties_case_id_alias'))
    )
    op.create_index(op.f('ix_parties_case_id'), 'parties', ['case_id'], unique=False)
    op.create_index(op.f('ix_parties_name_key'), 'parties', ['name_key'], unique=False)
    op.create_table('process_instances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('process', sa.String(length=60), nullable=False, comment='process id, e.g. dispute, oversight, whistle'),
    sa.Column('digest', sa.String(length=64), nullable=False, comment='publication the process began with'),
    sa.Column('subject_id', sa.Integer(), nullable=True, comment='oversight: the late clock; whistle: the receipt'),
    sa.Column('addressee', sa.String(length=40), nullable=True, comment='role called in, where the diagram says only that a department is'),
    sa.Column('state', sa.LargeBinary(), nullable=False, comment='compressed engine state without spec and case data'),
    sa.Column('timers', sa.Integer(), nullable=False, comment='timer events waiting; 0 spares a look-up'),
    sa.Column('started_at', Moment(), nullable=False),
    sa.Column('finished_at', Moment(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_process_instances_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_instances'))
    )
    op.create_index(op.f('ix_process_instances_case_id'), 'process_instances', ['case_id'], unique=False)
    op.create_table('protection_acts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False, comment='report, contact, guide, warning, visit'),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('receipt_number', sa.String(length=60), nullable=True, comment='given by the police'),
    sa.Column('issued', sa.Boolean(), nullable=True, comment='warning: whether a 告诫书 was issued'),
    sa.Column('safe', sa.Boolean(), nullable=True, comment='visit: whether the protected person is safe'),
    sa.Column('note', Sealed(), nullable=True),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_protection_acts_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_protection_acts_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_protection_acts'))
    )
    op.create_index(op.f('ix_protection_acts_case_id'), 'protection_acts', ['case_id'], unique=False)
    op.create_table('receipts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=12), nullable=False, comment='up, down, over, back'),
    sa.Column('from_unit_id', sa.Integer(), nullable=True),
    sa.Column('to_unit_id', sa.Integer(), nullable=True),
    sa.Column('to_body', sa.String(length=60), nullable=True, comment='police, court ... where not a unit'),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('dossier', BIG_JSON, nullable=False, comment='numbers of the papers that went along'),
    sa.Column('sent_at', Moment(), nullable=False),
    sa.Column('received_at', Moment(), nullable=True),
    sa.Column('received_by', sa.Integer(), nullable=True),
    sa.Column('number', sa.String(length=60), nullable=True, comment='receipt number given by the other side'),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_receipts_case_id')),
    sa.ForeignKeyConstraint(['from_unit_id'], ['units.id'], name=op.f('fk_receipts_from_unit_id')),
    sa.ForeignKeyConstraint(['received_by'], ['persons.id'], name=op.f('fk_receipts_received_by')),
    sa.ForeignKeyConstraint(['to_unit_id'], ['units.id'], name=op.f('fk_receipts_to_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipts'))
    )
    op.create_index(op.f('ix_receipts_case_id'), 'receipts', ['case_id'], unique=False)
    op.create_table('agreements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=True),
    sa.Column('form', sa.String(length=8), nullable=False, comment='private 和解, oral, written'),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('disputes', sa.Text(), nullable=False, comment='facts and issues, 人民调解法 29'),
    sa.Column('terms', sa.Text(), nullable=False),
    sa.Column('amount_fen', sa.Integer(), nullable=True, comment='sum of the agreement, in fen'),
    sa.Column('reached_on', sa.Date(), nullable=False, comment='day the parties agreed'),
    sa.Column('cooling_off_until', Moment(), nullable=True, comment='nobody signs before'),
    sa.Column('identities_checked', sa.Boolean(), nullable=False),
    sa.Column('read_aloud', sa.Boolean(), nullable=False),
    sa.Column('sealed_on', sa.Date(), nullable=True),
    sa.Column('sealed_by', sa.Integer(), nullable=True),
    sa.Column('registered_on', sa.Date(), nullable=True, comment='oral: by the committee, 人民调解法 28'),
    sa.Column('registered_by', sa.Integer(), nullable=True),
    sa.Column('in_force_on', sa.Date(), nullable=True, comment='人民调解法 29, 30'),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(in_force_on IS NOT NULL) = (state IN ('in_force', 'replaced'))", name=op.f('ck_agreements_in_force_has_a_day')),
    sa.CheckConstraint("form <> 'oral' OR in_force_on IS NULL OR registered_on IS NOT NULL", name=op.f('ck_agreements_oral_in_force_is_registered')),
    sa.CheckConstraint("form <> 'written' OR in_force_on IS NULL OR sealed_on IS NOT NULL", name=op.f('ck_agreements_written_in_force_is_sealed')),
    sa.CheckConstraint("form IN ('private', 'oral', 'written')", name=op.f('ck_agreements_known_form')),
    sa.CheckConstraint("state IN ('draft', 'unregistered', 'in_force', 'dropped', 'replaced')", name=op.f('ck_agreements_known_state')),
    sa.CheckConstraint('(registered_on IS NULL) = (registered_by IS NULL)', name=op.f('ck_agreements_registered_by_somebody')),
    sa.CheckConstraint('(sealed_on IS NULL) = (sealed_by IS NULL)', name=op.f('ck_agreements_sealed_by_somebody')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_agreements_attempt_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_agreements_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['persons.id'], name=op.f('fk_agreements_recorded_by')),
    sa.ForeignKeyConstraint(['registered_by'], ['persons.id'], name=op.f('fk_agreements_registered_by')),
    sa.ForeignKeyConstraint(['sealed_by'], ['persons.id'], name=op.f('fk_agreements_sealed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agreements'))
    )
    op.create_index('ix_agreements_case_id', 'agreements', ['case_id'], unique=False)
    op.create_index('uq_agreements_in_force', 'agreements', ['case_id'], unique=True, sqlite_where=sa.text("state = 'in_force'"), postgresql_where=sa.text("state = 'in_force'"))
    op.create_index('uq_agreements_under_way', 'agreements', ['case_id'], unique=True, sqlite_where=sa.text("state IN ('draft', 'unregistered')"), postgresql_where=sa.text("state IN ('draft', 'unregistered')"))
    op.create_table('appointments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('duty', sa.String(length=12), nullable=False, comment='mediator, recorder'),
    sa.Column('relation', sa.String(length=80), nullable=True, comment='relation to a party, as disclosed'),
    sa.Column('recused_at', Moment(), nullable=True),
    sa.Column('appointed_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_appointments_attempt_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_appointments_case_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_appointments_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointments')),
    sa.UniqueConstraint('attempt_id', 'person_id', 'duty', name=op.f('uq_appointments_attempt_id_person_id_duty'))
    )
    op.create_index(op.f('ix_appointments_case_id'), 'appointments', ['case_id'], unique=False)
    op.create_index(op.f('ix_appointments_person_id'), 'appointments', ['person_id'], unique=False)
    op.create_table('clocks',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=True),
    sa.Column('policy', sa.String(length=80), nullable=False, comment='key of the deadline policy, or an ISO duration'),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('scope', sa.String(length=8), nullable=False, comment='item, attempt, case'),
    sa.Column('family', sa.String(length=80), nullable=False, comment='what shared clocks have in common: attempt: the policy; case: its row in the table'),
    sa.Column('scope_key', sa.String(length=60), nullable=False, comment='tells shared clocks of one policy apart'),
    sa.Column('amount', sa.String(length=32), nullable=False, comment='exact decimal'),
    sa.Column('unit', sa.String(length=16), nullable=False, comment='calendar_day, month, working_day, hour'),
    sa.Column('alerts', sa.String(length=200), nullable=False, comment='as the policy wrote them'),
    sa.Column('chain', sa.String(length=20), nullable=False, comment='process started when it runs out'),
    sa.Column('basis', sa.String(length=200), nullable=False, comment='statute, or county default'),
    sa.Column('mark', sa.String(length=4), nullable=False, comment='L, S, P, M or D of the basis'),
    sa.Column('anchor', sa.String(length=40), nullable=False, comment="fact counted from; 'opened': its own start"),
    sa.Column('counted_from', Moment(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('started_at', Moment(), nullable=False),
    sa.Column('started_by', sa.Integer(), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True, comment='last day in time'),
    sa.Column('due_at', Moment(), nullable=True, comment='first moment at which it is late'),
    sa.Column('provisional', sa.Boolean(), nullable=False, comment="the year's calendar is not published yet"),
    sa.Column('reminders', BIG_JSON, nullable=False, comment='label and moment of those to come'),
    sa.Column('wake_at', Moment(), nullable=True, comment='when the sweep must look at it next'),
    sa.Column('wake_kind', sa.String(length=8), nullable=True, comment='alert, due, recount'),
    sa.Column('reached_at', Moment(), nullable=True, comment='when it was found to have run out'),
    sa.Column('ended_at', Moment(), nullable=True),
    sa.Column('ended_by', sa.Integer(), nullable=True),
    sa.Column('end_reason', sa.String(length=120), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False, comment='times firing it failed in a row'),
    sa.Column('failed_at', Moment(), nullable=True),
    sa.Column('failure', sa.String(length=500), nullable=True, comment='what went wrong, for the administrator'),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'running') = (wake_at IS NOT NULL)", name=op.f('ck_clocks_wakes_while_running')),
    sa.CheckConstraint("(state = 'stopped') = (ended_at IS NOT NULL)", name=op.f('ck_clocks_stopped_at_a_moment')),
    sa.CheckConstraint("scope IN ('item', 'attempt', 'case')", name=op.f('ck_clocks_known_scope')),
    sa.CheckConstraint("state <> 'paused' OR due_at IS NULL", name=op.f('ck_clocks_no_due_while_paused')),
    sa.CheckConstraint("state <> 'reached' OR reached_at IS NOT NULL", name=op.f('ck_clocks_reached_at_a_moment')),
    sa.CheckConstraint("state IN ('running', 'paused', 'stopped', 'reached')", name=op.f('ck_clocks_known_state')),
    sa.CheckConstraint('(due_on IS NULL) = (due_at IS NULL)', name=op.f('ck_clocks_due_day_with_its_moment')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_clocks_attempt_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_clocks_case_id')),
    sa.ForeignKeyConstraint(['ended_by'], ['persons.id'], name=op.f('fk_clocks_ended_by')),
    sa.ForeignKeyConstraint(['started_by'], ['persons.id'], name=op.f('fk_clocks_started_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clocks'))
    )
    op.create_index('ix_clocks_case_id', 'clocks', ['case_id'], unique=False)
    op.create_index('ix_clocks_wake_at', 'clocks', ['wake_at', 'id'], unique=False, postgresql_where=sa.text("state = 'running'"), sqlite_where=sa.text("state = 'running'"))
    op.create_index('uq_clocks_attempt', 'clocks', ['attempt_id', 'family', 'scope_key'], unique=True, postgresql_where=sa.text("scope = 'attempt' AND state <> 'stopped'"), sqlite_where=sa.text("scope = 'attempt' AND state <> 'stopped'"))
    op.create_index('uq_clocks_case', 'clocks', ['case_id', 'family', 'scope_key'], unique=True, postgresql_where=sa.text("scope = 'case' AND state <> 'stopped'"), sqlite_where=sa.text("scope = 'case' AND state <> 'stopped'"))
    op.create_table('consents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False, comment='mediation, hearing, review, extension, open_session, related_mediator'),
    sa.Column('given', sa.Boolean(), nullable=False),
    sa.Column('form', sa.String(length=8), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.CheckConstraint("form IN ('written', 'oral')", name=op.f('ck_consents_known_form')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_consents_case_id')),
    sa.ForeignKeyConstraint(['party_id'], ['parties.id'], name=op.f('fk_consents_party_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['persons.id'], name=op.f('fk_consents_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consents'))
    )
    op.create_index('ix_consents_case_id_kind', 'consents', ['case_id', 'kind'], unique=False)
    op.create_table('hearings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('matter', sa.String(length=8), nullable=False, comment='group 村民小组事项, private'),
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('proposer', sa.String(length=12), nullable=False, comment='grid, village, households'),
    sa.Column('proposing_households', sa.Integer(), nullable=False),
    sa.Column('households_total', sa.Integer(), nullable=False, comment='0: not known'),
    sa.Column('quorum', sa.Integer(), nullable=False, comment='households that must be there'),
    sa.Column('bars', sa.Text(), nullable=False, comment='why it was not allowed'),
    sa.Column('facilitator', Sealed(), nullable=True),
    sa.Column('facilitator_relation', Sealed(), nullable=True, comment='as disclosed'),
    sa.Column('present', sa.Integer(), nullable=True, comment='households signed in'),
    sa.Column('phases', BIG_JSON, nullable=False, comment='举证, 质疑, 交流, 评议'),
    sa.Column('votes_for', sa.Integer(), nullable=True),
    sa.Column('votes_against', sa.Integer(), nullable=True),
    sa.Column('consensus', sa.Boolean(), nullable=False),
    sa.Column('passed', sa.Boolean(), nullable=True),
    sa.Column('minutes', sa.Text(), nullable=True),
    sa.Column('signed_by', Sealed(), nullable=True, comment='facilitator and witnesses'),
    sa.Column('published_on', sa.Date(), nullable=True),
    sa.Column('cancelled_at', Moment(), nullable=True),
    sa.Column('proposed_at', Moment(), nullable=False),
    sa.Column('proposed_by', sa.Integer(), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f('ck_hearings_cancelled_at_a_moment')),
    sa.CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name=op.f('ck_hearings_published_on_a_day')),
    sa.CheckConstraint("matter IN ('group', 'private')", name=op.f('ck_hearings_known_matter')),
    sa.CheckConstraint("state <> 'open' OR (present IS NOT NULL AND present >= quorum)", name=op.f('ck_hearings_open_with_quorum')),
    sa.CheckConstraint("state IN ('barred', 'proposed', 'declined', 'consented', 'called', 'noticed', 'open', 'voted', 'minuted', 'published', 'cancelled')", name=op.f('ck_hearings_known_state')),
    sa.CheckConstraint('(votes_for IS NULL) = (passed IS NULL)', name=op.f('ck_hearings_voted_with_a_result')),
    sa.CheckConstraint('quorum >= 1', name=op.f('ck_hearings_quorum_of_somebody')),
    sa.CheckConstraint('votes_for IS NULL OR (present IS NOT NULL AND present >= quorum AND votes_for >= 0 AND votes_against IS NOT NULL AND votes_against >= 0 AND votes_for + votes_against <= present)', name=op.f('ck_hearings_no_vote_without_quorum')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_hearings_attempt_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_hearings_case_id')),
    sa.ForeignKeyConstraint(['proposed_by'], ['persons.id'], name=op.f('fk_hearings_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearings'))
    )
    op.create_index('ix_hearings_case_id', 'hearings', ['case_id'], unique=False)
    op.create_index('uq_hearings_under_way', 'hearings', ['case_id'], unique=True, sqlite_where=sa.text("state IN ('proposed', 'consented', 'called', 'noticed', 'open', 'voted', 'minuted')"), postgresql_where=sa.text("state IN ('proposed', 'consented', 'called', 'noticed', 'open', 'voted', 'minuted')"))
    op.create_table('notice_reads',
    sa.Column('notice_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('read_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['notice_id'], ['notices.id'], name=op.f('fk_notice_reads_notice_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_notice_reads_person_id')),
    sa.PrimaryKeyConstraint('notice_id', 'person_id', name=op.f('pk_notice_reads'))
    )
    op.create_table('ratings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('remark', sa.Text(), nullable=True),
    sa.Column('rated_on', sa.Date(), nullable=False),
    sa.Column('called_back_by', sa.Integer(), nullable=True),
    sa.Column('called_back_at', Moment(), nullable=True),
    sa.CheckConstraint('score BETWEEN 1 AND 5', name=op.f('ck_ratings_from_one_to_five')),
    sa.ForeignKeyConstraint(['called_back_by'], ['persons.id'], name=op.f('fk_ratings_called_back_by')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_ratings_case_id')),
    sa.ForeignKeyConstraint(['party_id'], ['parties.id'], name=op.f('fk_ratings_party_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ratings')),
    sa.UniqueConstraint('case_id', 'party_id', name=op.f('uq_ratings_case_id_party_id'))
    )
    op.create_table('reviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('petitioner_id', sa.Integer(), nullable=False),
    sa.Column('panel_size', sa.Integer(), nullable=True),
    sa.Column('groups', sa.Integer(), nullable=True, comment='网格党小组 the members come from'),
    sa.Column('handling_body_members', sa.Integer(), nullable=True),
    sa.Column('relations', Sealed(), nullable=True, comment='as disclosed'),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('phases', BIG_JSON, nullable=False, comment='举证, 质疑, 交流'),
    sa.Column('summary', sa.Text(), nullable=True),
    sa.Column('summed_up_at', Moment(), nullable=True),
    sa.Column('summed_up_by', sa.Integer(), nullable=True),
    sa.Column('delivered_on', sa.Date(), nullable=True),
    sa.Column('opened_at', Moment(), nullable=False),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state <> 'delivered' OR (delivered_on IS NOT NULL AND summary IS NOT NULL)", name=op.f('ck_reviews_delivered_with_a_summary')),
    sa.CheckConstraint("state IN ('declined', 'consented', 'formed', 'heard', 'summed_up', 'delivered', 'cancelled')", name=op.f('ck_reviews_known_state')),
    sa.CheckConstraint('(summary IS NOT NULL) = (summed_up_at IS NOT NULL)', name=op.f('ck_reviews_summed_up_at_a_moment')),
    sa.CheckConstraint('panel_size IS NULL OR (panel_size >= 1 AND panel_size % 2 = 1)', name=op.f('ck_reviews_odd_panel')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_reviews_attempt_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_reviews_case_id')),
    sa.ForeignKeyConstraint(['petitioner_id'], ['parties.id'], name=op.f('fk_reviews_petitioner_id')),
    sa.ForeignKeyConstraint(['summed_up_by'], ['persons.id'], name=op.f('fk_reviews_summed_up_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews'))
    )
    op.create_index('ix_reviews_case_id', 'reviews', ['case_id'], unique=False)
    op.create_index('uq_reviews_under_way', 'reviews', ['case_id'], unique=True, sqlite_where=sa.text("state IN ('consented', 'formed', 'heard', 'summed_up')"), postgresql_where=sa.text("state IN ('consented', 'formed', 'heard', 'summed_up')"))
    op.create_table('clock_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.Column('reason', sa.String(length=120), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False, comment='paper or record it rests on'),
    sa.Column('consents', BIG_JSON, nullable=False, comment='who agreed: party_id, given_on, form, evidence'),
    sa.Column('amount', sa.String(length=32), nullable=True),
    sa.Column('unit', sa.String(length=16), nullable=True),
    sa.Column('due_on', sa.Date(), nullable=True, comment='last day in time after this entry'),
    sa.CheckConstraint("(kind = 'extended') = (amount IS NOT NULL)", name=op.f('ck_clock_entries_extended_by_something')),
    sa.CheckConstraint("kind IN ('paused', 'resumed', 'extended', 'recomputed', 'reminded', 'reached')", name=op.f('ck_clock_entries_known_kind')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_clock_entries_by_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_clock_entries_clock_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock_entries'))
    )
    op.create_index('ix_clock_entries_clock_id', 'clock_entries', ['clock_id'], unique=False)
    op.create_table('confirmations',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False, comment='last day to apply, 人民调解法 33'),
    sa.Column('court', sa.String(length=80), nullable=False),
    sa.Column('bars', sa.Text(), nullable=False, comment='why the court would not accept it, 解释 355'),
    sa.Column('filed_on', sa.Date(), nullable=True, comment='first filed; mending does not change it'),
    sa.Column('mended_on', sa.Date(), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('ruling_number', sa.String(length=60), nullable=True),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("state IN ('asked', 'declined', 'screened', 'barred', 'filed', 'lapsed', 'mend', 'confirmed', 'rejected', 'withdrawn')", name=op.f('ck_confirmations_known_state')),
    sa.CheckConstraint("state NOT IN ('confirmed', 'rejected') OR (ruling_number IS NOT NULL AND decided_on IS NOT NULL)", name=op.f('ck_confirmations_ruling_has_number_and_day')),
    sa.CheckConstraint("state NOT IN ('filed', 'mend', 'confirmed', 'rejected', 'withdrawn') OR filed_on IS NOT NULL", name=op.f('ck_confirmations_filed_before_decided')),
    sa.CheckConstraint('filed_on IS NULL OR filed_on <= last_day', name=op.f('ck_confirmations_filed_in_time')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreements.id'], name=op.f('fk_confirmations_agreement_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_confirmations_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_confirmations')),
    sa.UniqueConstraint('agreement_id', name=op.f('uq_confirmations_agreement_id'))
    )
    op.create_index('ix_confirmations_case_id', 'confirmations', ['case_id'], unique=False)
    op.create_table('hearing_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hearing_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('owner', Sealed(), nullable=True, comment='who does it'),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('done_on', sa.Date(), nullable=True, comment='answered for at the next meeting'),
    sa.CheckConstraint("(kind = 'duty') = (due_on IS NOT NULL)", name=op.f('ck_hearing_entries_duty_has_a_day')),
    sa.CheckConstraint("kind IN ('issue', 'need', 'duty')", name=op.f('ck_hearing_entries_known_kind')),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearings.id'], name=op.f('fk_hearing_entries_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearing_entries')),
    sa.UniqueConstraint('hearing_id', 'kind', 'number', name=op.f('uq_hearing_entries_hearing_id_kind_number'))
    )
    op.create_table('hearing_notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('hearing_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False, comment='1 for the first, more for renewed ones'),
    sa.Column('given_at', Moment(), nullable=False),
    sa.Column('hearing_at', Moment(), nullable=False),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('present', sa.Integer(), nullable=True),
    sa.Column('quorum_met', sa.Boolean(), nullable=True),
    sa.Column('cancelled_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['hearing_id'], ['hearings.id'], name=op.f('fk_hearing_notices_hearing_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hearing_notices')),
    sa.UniqueConstraint('hearing_id', 'number', name=op.f('uq_hearing_notices_hearing_id_number'))
    )
    op.create_table('oversight_instructions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('owner', sa.String(length=120), nullable=False, comment='who finishes it, as written'),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('finish_by', sa.Date(), nullable=False),
    sa.Column('instruction', sa.Text(), nullable=False),
    sa.Column('given_by', sa.Integer(), nullable=True),
    sa.Column('given_post', sa.String(length=200), nullable=False),
    sa.Column('given_at', Moment(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('answered_at', Moment(), nullable=True),
    sa.CheckConstraint('(answer IS NULL) = (answered_at IS NULL)', name=op.f('ck_oversight_instructions_answered_at_a_moment')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_oversight_instructions_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_oversight_instructions_clock_id')),
    sa.ForeignKeyConstraint(['given_by'], ['persons.id'], name=op.f('fk_oversight_instructions_given_by')),
    sa.ForeignKeyConstraint(['owner_id'], ['persons.id'], name=op.f('fk_oversight_instructions_owner_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oversight_instructions'))
    )
    op.create_index('ix_oversight_instructions_case_id', 'oversight_instructions', ['case_id'], unique=False)
    op.create_index(op.f('ix_oversight_instructions_clock_id'), 'oversight_instructions', ['clock_id'], unique=False)
    op.create_table('oversight_interviews',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('by_id', sa.Integer(), nullable=True),
    sa.Column('by_post', sa.String(length=200), nullable=False),
    sa.Column('at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_oversight_interviews_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_oversight_interviews_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_oversight_interviews_clock_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oversight_interviews'))
    )
    op.create_index(op.f('ix_oversight_interviews_case_id'), 'oversight_interviews', ['case_id'], unique=False)
    op.create_table('oversight_listings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('listed_at', Moment(), nullable=False),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_oversight_listings_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_oversight_listings_clock_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_oversight_listings_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oversight_listings')),
    sa.UniqueConstraint('clock_id', 'unit_id', name=op.f('uq_oversight_listings_clock_id_unit_id'))
    )
    op.create_index(op.f('ix_oversight_listings_case_id'), 'oversight_listings', ['case_id'], unique=False)
    op.create_index('ix_oversight_listings_unit_id', 'oversight_listings', ['unit_id', 'listed_at'], unique=False, postgresql_where=sa.text('closed_at IS NULL'), sqlite_where=sa.text('closed_at IS NULL'))
    op.create_table('oversight_unreached',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('post', sa.String(length=240), nullable=False, comment='the vacant post in words'),
    sa.Column('taken_by', sa.String(length=240), nullable=False, comment='who stands in; empty: nobody'),
    sa.Column('found_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_oversight_unreached_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_oversight_unreached_clock_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_oversight_unreached_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oversight_unreached')),
    sa.UniqueConstraint('clock_id', 'role', 'unit_id', name=op.f('uq_oversight_unreached_clock_id_role_unit_id'))
    )
    op.create_index(op.f('ix_oversight_unreached_case_id'), 'oversight_unreached', ['case_id'], unique=False)
    op.create_index(op.f('ix_oversight_unreached_unit_id'), 'oversight_unreached', ['unit_id'], unique=False)
    op.create_table('performances',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=True),
    sa.Column('round', sa.Integer(), nullable=False, comment='number of the attempt that settled it; 0 before any'),
    sa.Column('performed_on', sa.Date(), nullable=True),
    sa.Column('breach_decision', sa.String(length=8), nullable=True, comment='reopen, sue'),
    sa.Column('visits_planned', sa.Integer(), nullable=False),
    sa.Column('visits_before', sa.Integer(), nullable=False, comment='visits made under an earlier plan, before one found the settlement unkept'),
    sa.Column('visits_from_on', sa.Date(), nullable=True, comment='day the visits are counted from'),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("breach_decision IN ('reopen', 'sue')", name=op.f('ck_performances_known_breach_decision')),
    sa.CheckConstraint('(visits_planned = 0) = (visits_from_on IS NULL)', name=op.f('ck_performances_visits_counted_from_a_day')),
    sa.CheckConstraint('performed_on IS NULL OR breach_decision IS NULL', name=op.f('ck_performances_performed_or_broken')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreements.id'], name=op.f('fk_performances_agreement_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_performances_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_performances')),
    sa.UniqueConstraint('case_id', 'round', name=op.f('uq_performances_case_id_round'))
    )
    op.create_table('promises',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=False, comment='who owes it'),
    sa.Column('line', sa.Integer(), nullable=False, comment='place in the agreement, from 1'),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('amount_fen', sa.Integer(), nullable=True),
    sa.Column('paid_fen', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('performed_on', sa.Date(), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('replaces_id', sa.Integer(), nullable=True, comment='the promise this one varies'),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(state = 'done') = (performed_on IS NOT NULL)", name=op.f('ck_promises_done_on_a_day')),
    sa.CheckConstraint("state IN ('pending', 'partial', 'done', 'urging', 'breach', 'varied', 'enforcing')", name=op.f('ck_promises_known_state')),
    sa.CheckConstraint('amount_fen IS NULL OR amount_fen > 0', name=op.f('ck_promises_positive_amount')),
    sa.CheckConstraint('paid_fen >= 0', name=op.f('ck_promises_nothing_paid_back')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreements.id'], name=op.f('fk_promises_agreement_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_promises_case_id')),
    sa.ForeignKeyConstraint(['party_id'], ['parties.id'], name=op.f('fk_promises_party_id')),
    sa.ForeignKeyConstraint(['replaces_id'], ['promises.id'], name=op.f('fk_promises_replaces_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promises')),
    sa.UniqueConstraint('replaces_id', name=op.f('uq_promises_replaces_id'))
    )
    op.create_index('ix_promises_agreement_id_due_on', 'promises', ['agreement_id', 'due_on'], unique=False)
    op.create_index('ix_promises_case_id', 'promises', ['case_id'], unique=False)
    op.create_table('review_members',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('seat', sa.Integer(), nullable=False, comment="from 0: the turn of the member's task"),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('is_veteran', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_review_members_person_id')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_review_members_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_members')),
    sa.UniqueConstraint('review_id', 'person_id', name=op.f('uq_review_members_review_id_person_id')),
    sa.UniqueConstraint('review_id', 'seat', name=op.f('uq_review_members_review_id_seat'))
    )
    op.create_table('signatures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agreement_id', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.String(length=8), nullable=False),
    sa.Column('party_id', sa.Integer(), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True, comment='the mediator who signed'),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.CheckConstraint("(capacity = 'mediator') = (party_id IS NULL)", name=op.f('ck_signatures_party_unless_mediator')),
    sa.CheckConstraint("capacity <> 'mediator' OR person_id IS NOT NULL", name=op.f('ck_signatures_mediator_is_a_person')),
    sa.CheckConstraint("capacity IN ('party', 'guardian', 'mediator')", name=op.f('ck_signatures_known_capacity')),
    sa.ForeignKeyConstraint(['agreement_id'], ['agreements.id'], name=op.f('fk_signatures_agreement_id')),
    sa.ForeignKeyConstraint(['party_id'], ['parties.id'], name=op.f('fk_signatures_party_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_signatures_person_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['persons.id'], name=op.f('fk_signatures_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signatures')),
    sa.UniqueConstraint('agreement_id', 'party_id', name=op.f('uq_signatures_agreement_id_party_id')),
    sa.UniqueConstraint('agreement_id', 'person_id', name=op.f('uq_signatures_agreement_id_person_id'))
    )
    op.create_table('timer_waits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('instance_id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('task_ref', sa.String(length=40), nullable=False),
    sa.Column('element', sa.String(length=80), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_timer_waits_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_timer_waits_clock_id')),
    sa.ForeignKeyConstraint(['instance_id'], ['process_instances.id'], name=op.f('fk_timer_waits_instance_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timer_waits'))
    )
    op.create_index(op.f('ix_timer_waits_clock_id'), 'timer_waits', ['clock_id'], unique=False)
    op.create_index(op.f('ix_timer_waits_instance_id'), 'timer_waits', ['instance_id'], unique=False)
    op.create_table('work_items',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('instance_id', sa.Integer(), nullable=False),
    sa.Column('task_ref', sa.String(length=40), nullable=False, comment="the engine's id of the task"),
    sa.Column('process', sa.String(length=60), nullable=False),
    sa.Column('element', sa.String(length=80), nullable=False, comment='element id of the diagram'),
    sa.Column('label', sa.String(length=120), nullable=False),
    sa.Column('label_en', sa.String(length=120), nullable=False),
    sa.Column('form_key', sa.String(length=80), nullable=True),
    sa.Column('step', sa.String(length=80), nullable=True, comment='operation called on completion'),
    sa.Column('role', sa.String(length=40), nullable=False, comment='role that may do it, after virtual roles and vacancies'),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('diverted_from_id', sa.Integer(), nullable=True, comment='unit whose vacant post this was for'),
    sa.Column('diverted_from_role', sa.String(length=40), nullable=True),
    sa.Column('person_id', sa.Integer(), nullable=True, comment='who claimed it or was named'),
    sa.Column('attempt_id', sa.Integer(), nullable=True),
    sa.Column('task_level', sa.String(length=24), nullable=True, comment='level whose process this is'),
    sa.Column('turn', sa.Integer(), nullable=True, comment='place in a multi-instance, from 0'),
    sa.Column('clock_id', sa.Integer(), nullable=True),
    sa.Column('due_at', Moment(), nullable=True, comment='first moment at which it is late'),
    sa.Column('due_on', sa.Date(), nullable=True, comment='last day in time'),
    sa.Column('sort_at', Moment(), nullable=False, comment='due_at, or the far future where none'),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('late', sa.Boolean(), nullable=False, comment='set when its clock ran out; never unset'),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('opened_at', Moment(), nullable=False),
    sa.Column('closed_at', Moment(), nullable=True),
    sa.Column('closed_by', sa.Integer(), nullable=True),
    sa.Column('closed_post', sa.String(length=200), nullable=True),
    sa.Column('submission', sa.String(length=40), nullable=True, comment='token of the form that completed it'),
    sa.Column('row_version', sa.Integer(), nullable=False),
    sa.CheckConstraint("(closed_at IS NULL) = (state = 'open')", name=op.f('ck_work_items_open_until_closed')),
    sa.CheckConstraint("state <> 'done' OR closed_post IS NOT NULL", name=op.f('ck_work_items_done_by_somebody')),
    sa.CheckConstraint("state IN ('open', 'done', 'cancelled')", name=op.f('ck_work_items_known_state')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempts.id'], name=op.f('fk_work_items_attempt_id')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_work_items_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_work_items_clock_id')),
    sa.ForeignKeyConstraint(['closed_by'], ['persons.id'], name=op.f('fk_work_items_closed_by')),
    sa.ForeignKeyConstraint(['diverted_from_id'], ['units.id'], name=op.f('fk_work_items_diverted_from_id')),
    sa.ForeignKeyConstraint(['instance_id'], ['process_instances.id'], name=op.f('fk_work_items_instance_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_work_items_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_work_items_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_items'))
    )
    op.create_index('ix_work_items_case_id', 'work_items', ['case_id'], unique=False)
    op.create_index('ix_work_items_clock_id', 'work_items', ['clock_id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('ix_work_items_closed_by_closed_at', 'work_items', ['closed_by', 'closed_at', 'id'], unique=False)
    op.create_index('ix_work_items_person_due', 'work_items', ['person_id', 'sort_at', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_index('ix_work_items_unit_role_due', 'work_items', ['unit_id', 'role', 'sort_at', 'id'], unique=False, postgresql_where=sa.text("state = 'open'"), sqlite_where=sa.text("state = 'open'"))
    op.create_table('oversight_cards',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False, comment='yellow, red'),
    sa.Column('case_id', sa.Integer(), nullable=False),
    sa.Column('clock_id', sa.Integer(), nullable=False),
    sa.Column('item_id', sa.Integer(), nullable=True, comment='task in hand, if any'),
    sa.Column('title', sa.String(length=120), nullable=False, comment='of the clock'),
    sa.Column('label', sa.String(length=120), nullable=False, comment='of the task'),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('unit_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True, comment='null: everybody in the post'),
    sa.Column('holder', sa.String(length=300), nullable=False, comment='post and names as they were then'),
    sa.Column('due_on', sa.Date(), nullable=True, comment='last day in time'),
    sa.Column('since', Moment(), nullable=False, comment='red: when it became late; yellow: when given'),
    sa.Column('given_at', Moment(), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=True),
    sa.Column('explained_at', Moment(), nullable=True),
    sa.Column('explained_by', sa.Integer(), nullable=True),
    sa.Column('closed_at', Moment(), nullable=True, comment='the work was done; the card stays'),
    sa.CheckConstraint("kind IN ('yellow', 'red')", name=op.f('ck_oversight_cards_known_kind')),
    sa.CheckConstraint('(explanation IS NULL) = (explained_at IS NULL)', name=op.f('ck_oversight_cards_explained_at_a_moment')),
    sa.ForeignKeyConstraint(['case_id'], ['cases.id'], name=op.f('fk_oversight_cards_case_id')),
    sa.ForeignKeyConstraint(['clock_id'], ['clocks.id'], name=op.f('fk_oversight_cards_clock_id')),
    sa.ForeignKeyConstraint(['explained_by'], ['persons.id'], name=op.f('fk_oversight_cards_explained_by')),
    sa.ForeignKeyConstraint(['item_id'], ['work_items.id'], name=op.f('fk_oversight_cards_item_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_oversight_cards_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_oversight_cards_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_oversight_cards'))
    )
    op.create_index('ix_oversight_cards_case_id', 'oversight_cards', ['case_id'], unique=False)
    op.create_index(op.f('ix_oversight_cards_clock_id'), 'oversight_cards', ['clock_id'], unique=False)
    op.create_index('ix_oversight_cards_person_id', 'oversight_cards', ['person_id'], unique=False, postgresql_where=sa.text('closed_at IS NULL'), sqlite_where=sa.text('closed_at IS NULL'))
    op.create_index('ix_oversight_cards_unit_id', 'oversight_cards', ['unit_id'], unique=False, postgresql_where=sa.text('closed_at IS NULL'), sqlite_where=sa.text('closed_at IS NULL'))
    op.create_index('uq_cards_red', 'oversight_cards', ['clock_id', 'item_id'], unique=True, postgresql_where=sa.text("kind = 'red'"), sqlite_where=sa.text("kind = 'red'"))
    op.create_table('review_opinions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('review_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('opinion', sa.String(length=8), nullable=False),
    sa.Column('reason', Sealed(), nullable=False),
    sa.Column('given_at', Moment(), nullable=False),
    sa.CheckConstraint("opinion IN ('support', 'partial', 'oppose')", name=op.f('ck_review_opinions_known_opinion')),
    sa.ForeignKeyConstraint(['member_id'], ['review_members.id'], name=op.f('fk_review_opinions_member_id')),
    sa.ForeignKeyConstraint(['review_id'], ['reviews.id'], name=op.f('fk_review_opinions_review_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_opinions')),
    sa.UniqueConstraint('member_id', name=op.f('uq_review_opinions_member_id'))
    )
    op.create_index('ix_review_opinions_review_id', 'review_opinions', ['review_id'], unique=False)
    op.create_table('visits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('performance_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False, comment='from 1'),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('kept', sa.Boolean(), nullable=False, comment='the agreement is being kept'),
    sa.Column('satisfied', sa.Boolean(), nullable=True, comment='null: not asked or not said'),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('visited_by', sa.Integer(), nullable=True),
    sa.Column('recorded_at', Moment(), nullable=False),
    sa.ForeignKeyConstraint(['performance_id'], ['performances.id'], name=op.f('fk_visits_performance_id')),
    sa.ForeignKeyConstraint(['visited_by'], ['persons.id'], name=op.f('fk_visits_visited_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    sa.UniqueConstraint('performance_id', 'number', name=op.f('uq_visits_performance_id_number'))
    )
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
