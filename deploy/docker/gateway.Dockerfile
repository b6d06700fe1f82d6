# The gateway, the only exposed service. The image has no shell; its health check runs its own binary.
#
#   docker build -t kpi-gateway -f deploy/docker/gateway.Dockerfile .
#   docker run -d -p 30002:30002 -e BACKEND_URL=https://api.example.com \
#     -e FRONTEND_URL=https://app.example.com kpi-gateway

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
LABEL org.opencontainers.image.title="kpi-gateway" \
      org.opencontainers.image.description="KPI Productivity: the gateway" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /src/target/release/kpi-gateway /usr/local/bin/
ENV NODE_ENV=production LOG_DIR= GATEWAY_HOST=::
USER 65532:65532
EXPOSE 30002
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 CMD ["kpi-gateway", "healthcheck"]
ENTRYPOINT ["kpi-gateway"]
CMD ["serve"]
