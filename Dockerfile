# Two images: `app` for web, live and worker; `proxy` for nginx, with the static files of the same build.

FROM python:3.13-slim AS app
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements/prod.lock requirements/
RUN pip install --require-hashes --no-deps -r requirements/prod.lock
COPY . .
ENV PYTHONPATH=/app/platform:/app DJANGO_SETTINGS_MODULE=config.settings STATIC_ROOT=/app/collected
RUN python bin/launcher/messages.py \
 && DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf /tmp/build \
 && python -m compileall -q . \
 && useradd --system --uid 10001 --no-create-home --home-dir /data rynek \
 && install -d -o rynek -g rynek /data /data/media
ENV DATA_DIR=/data
USER rynek
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["deploy/healthy", "8000"]
CMD ["deploy/prepared", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "config.wsgi:application"]

FROM nginx:1.28 AS proxy
COPY deploy/nginx/nginx.conf deploy/nginx/site.conf /etc/nginx/
COPY deploy/nginx/unavailable.html deploy/nginx/unavailable.json /srv/
COPY --from=app /app/collected /srv/static
RUN install -d -o 10001 -g 10001 /srv/media
