-- CreateEnum
CREATE TYPE "Category" AS ENUM ('health', 'skills', 'learning', 'career', 'recovery', 'content', 'wellness');

-- CreateEnum
CREATE TYPE "Quadrant" AS ENUM ('Q1', 'Q2', 'Q3', 'Q4');

-- CreateEnum
CREATE TYPE "Direction" AS ENUM ('at_least', 'at_most');

-- CreateEnum
CREATE TYPE "Priority" AS ENUM ('high', 'medium', 'low');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "habits" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "skill_level" SMALLINT,
    "position" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "habits_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "habit_versions" (
    "habit_id" UUID NOT NULL,
    "effective_from" DATE NOT NULL,
    "category" "Category" NOT NULL,
    "quadrant" "Quadrant" NOT NULL,
    "direction" "Direction" NOT NULL,
    "target_minutes" SMALLINT NOT NULL,
    "weekend_target_minutes" SMALLINT,
    "schedule" SMALLINT NOT NULL,
    "active" BOOLEAN NOT NULL,

    CONSTRAINT "habit_versions_pkey" PRIMARY KEY ("habit_id","effective_from")
);

-- CreateTable
CREATE TABLE "days" (
    "user_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "kpi" DOUBLE PRECISION NOT NULL,
    "formula_version" SMALLINT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "days_pkey" PRIMARY KEY ("user_id","date")
);

-- CreateTable
CREATE TABLE "entries" (
    "user_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "habit_id" UUID NOT NULL,
    "minutes" SMALLINT,
    "quality" SMALLINT,
    "target_minutes" SMALLINT,
    "completion" DOUBLE PRECISION,
    "streak" INTEGER NOT NULL,

    CONSTRAINT "entries_pkey" PRIMARY KEY ("user_id","date","habit_id")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "date" DATE NOT NULL,
    "position" SMALLINT NOT NULL,
    "title" TEXT NOT NULL,
    "priority" "Priority" NOT NULL,
    "quadrant" "Quadrant" NOT NULL,
    "estimated_minutes" SMALLINT,
    "actual_minutes" SMALLINT,
    "completed" BOOLEAN NOT NULL,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "habits_user_id_position_idx" ON "habits"("user_id", "position");

-- CreateIndex
CREATE INDEX "entries_habit_id_date_idx" ON "entries"("habit_id", "date");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_user_id_date_position_key" ON "tasks"("user_id", "date", "position");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "habits" ADD CONSTRAINT "habits_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "habit_versions" ADD CONSTRAINT "habit_versions_habit_id_fkey" FOREIGN KEY ("habit_id") REFERENCES "habits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "days" ADD CONSTRAINT "days_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entries" ADD CONSTRAINT "entries_user_id_date_fkey" FOREIGN KEY ("user_id", "date") REFERENCES "days"("user_id", "date") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entries" ADD CONSTRAINT "entries_habit_id_fkey" FOREIGN KEY ("habit_id") REFERENCES "habits"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_user_id_date_fkey" FOREIGN KEY ("user_id", "date") REFERENCES "days"("user_id", "date") ON DELETE CASCADE ON UPDATE CASCADE;
