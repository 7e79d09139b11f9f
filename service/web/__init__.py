"""The web server: reads requests whole, lets the application answer them, and holds streams.

`python -m service.web` runs it. Its nouns are the connection with its limits in time, the body
that waits on disk until it is whole, the gateway that gives a request a thread only for the time in
which the application works on it, and the streams of this process. It stands above the
application and may import every room.
"""
