# The application alone: Neo4j runs beside it (see docker-compose.yml).

FROM python:3.13-slim-trixie AS build
WORKDIR /source
# In the order in which things change: what is installed from the lock is built again only when the lock moves.
COPY requirements.lock ./
RUN python -m venv /opt/dore \
    && /opt/dore/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY . ./
RUN /opt/dore/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim-trixie
# The number is fixed so that a volume written by one version of the image is readable by the next.
RUN groupadd --gid 10032 dore \
    && useradd --uid 10032 --gid dore --create-home --home-dir /var/lib/dore dore
COPY --from=build /opt/dore /opt/dore
ENV PATH=/opt/dore/bin:$PATH \
    DORE_HOME=/var/lib/dore \
    PYTHONUNBUFFERED=1
USER 10032:10032
WORKDIR /var/lib/dore
VOLUME /var/lib/dore
EXPOSE 8032
# Ready means that the database answers too; nothing in the image but Python is needed to ask.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:%s/readyz' % os.environ.get('DORE_PORT', '8032'), timeout=4)"]
ENTRYPOINT ["dore"]
CMD ["serve"]
