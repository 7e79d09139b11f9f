# One image for the web processes, the workers, the scheduler and Flower; the command tells which.
# The base is pinned to a patch release, not to a digest: its tag keeps getting Debian's security
# rebuilds. Pin the digest that you have tested where you build your releases.
FROM python:3.11.15-slim AS build
WORKDIR /build
RUN python -m venv /opt/werkbank
ENV PATH=/opt/werkbank/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# The libraries first, with empty packages: they change more rarely than the code.
COPY pyproject.toml README.md ./
COPY clients/python/pyproject.toml clients/python/README.md clients/python/LICENSE clients/python/
RUN client=clients/python/src/werkbank_client \
    && mkdir -p workflows service tasks benchmarks $client \
    && touch workflows/__init__.py service/__init__.py tasks/__init__.py benchmarks/__init__.py \
        $client/__init__.py \
    && pip install ./clients/python . \
    && rm -rf build workflows service tasks benchmarks clients/python/build clients/python/src
COPY workflows workflows
COPY service service
COPY tasks tasks
COPY benchmarks benchmarks
COPY clients/python/src clients/python/src
RUN pip install --no-deps --force-reinstall ./clients/python .
# What is in the image, for whoever looks for vulnerable libraries (as `make sbom` makes it).
RUN python -m venv /opt/sbom-tool \
    && /opt/sbom-tool/bin/pip install cyclonedx-bom==7.5.0 \
    && /opt/sbom-tool/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
        --output-file /opt/werkbank/sbom.cdx.json /opt/werkbank/bin/python

FROM python:3.11.15-slim
RUN useradd --system --uid 10001 --user-group --no-create-home werkbank \
    && install -d -o werkbank -g werkbank -m 0750 /var/lib/werkbank
COPY --from=build /opt/werkbank /opt/werkbank
ENV PATH=/opt/werkbank/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    WERKBANK_EMBEDDED=false \
    WERKBANK_HOST=0.0.0.0 \
    WERKBANK_PORT=8000 \
    WERKBANK_VAR_DIR=/var/lib/werkbank
USER werkbank
WORKDIR /var/lib/werkbank
VOLUME /var/lib/werkbank
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["python", "-m", "service.web"]
