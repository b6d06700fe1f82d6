# The API. The image has no shell; its health check runs its own binary. `migrate deploy` instead of
# `serve` migrates the database.
#
#   docker build -t kpi-backend -f deploy/docker/backend.Dockerfile .

# --- Identical in all three files, so that the build stage is shared.

FROM rust:1.95-slim-bookworm AS sources
WORKDIR /src
COPY Cargo.toml Cargo.lock .env.example ./
COPY crates crates
COPY migrations migrations
RUN rm -rf crates/frontend/web

# Empty crates, to cache the build of the dependencies.
FROM sources AS hollow
RUN rm .env.example \
    && find crates -type f ! -name Cargo.toml ! -name lib.rs ! -name main.rs ! -path '*/benches/*' -delete \
    && find crates -name '*.rs' | while read -r file; do echo 'fn main() {}' >"$file"; done

FROM rust:1.95-slim-bookworm AS build
# libpq is linked statically; it uses the system's OpenSSL, which the runtime image has too, so that
# security updates of the image apply.
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev libssl-dev make pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY --from=hollow /src .
RUN cargo build --release --locked -p kpi-backend -p kpi-frontend -p kpi-gateway --bins
COPY --from=sources /src .
# cargo compares modification times, and the empty crates are newer.
RUN find crates migrations -type f -exec touch {} + \
    && cargo build --release --locked -p kpi-backend -p kpi-frontend -p kpi-gateway --bins

# --- Different in each file.

FROM gcr.io/distroless/cc-debian12:nonroot
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="kpi-backend" \
      org.opencontainers.image.description="KPI Productivity: the API" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /src/target/release/kpi-backend /usr/local/bin/
ENV NODE_ENV=production LOG_DIR=
USER 65532:65532
EXPOSE 3001
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 CMD ["kpi-backend", "healthcheck"]
ENTRYPOINT ["kpi-backend"]
CMD ["serve"]
