# The job, for both ends; and a worker process that says when it is up, and waits to be let go.
require "sidekiq"

Redis.silence_deprecations = true

class Noop
  include Sidekiq::Worker
  def perform(_payload); end
end

if ENV["GO"]
  Sidekiq.configure_server do |config|
    config.on(:startup) do
      File.write(ENV["READY"], "")
      sleep 0.001 until File.exist?(ENV["GO"])
    end
  end
end
