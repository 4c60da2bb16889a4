# Rapport in a container: `docker compose up`, or
#   docker build --tag rapport . && docker run --env-file .env --volume rapport:/data --publish 3000:3000 rapport
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

WORKDIR /app

# First what changes rarely, so that a change of the code does not install everything anew.
COPY requirements.lock ./
RUN pip install --no-deps --require-hashes --requirement requirements.lock

COPY pyproject.toml README.md LICENSE manifest.yml ./
COPY bot ./bot
COPY jobs ./jobs
RUN pip install --no-deps --no-build-isolation --editable . \
    && useradd --system --uid 10001 --home-dir /data rapport \
    && install --directory --owner=rapport --mode=0700 /data

USER rapport
WORKDIR /data
VOLUME /data
ENV HOST=0.0.0.0 \
    PORT=3000 \
    DATABASE_URL=sqlite:////data/rapport.db \
    LOG_FORMAT=json
EXPOSE 3000

HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/healthz', timeout=4)"]

ENTRYPOINT ["rapport"]
CMD ["run"]
