using System.Diagnostics.CodeAnalysis;
using Izzy.Heartbeat.Hosting.Metrics;
using Izzy.Heartbeat.Hosting.Services;
using Izzy.Heartbeat.Hosting.Settings;
using Izzy.Heartbeat.Hosting.Systemd;
using Izzy.Heartbeat.Safety;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Izzy.Heartbeat.Hosting;

/// <summary>Puts Mother, or an IZZY, into a host: it starts with the host, and leaves first when the host stops.</summary>
public static class HeartbeatServices
{
    /// <summary>What events are logged under.</summary>
    public const string LogCategory = "Izzy.Heartbeat";

    /// <summary>
    /// Adds the one <see cref="Mother"/> of this host. She beats once the host starts, and sends ESTOP as the first thing when it stops
    /// (rule S16). Wrong settings end the start with <see cref="OptionsValidationException"/>, a taken port or state directory with
    /// <see cref="HeartbeatStartException"/>, which is logged with what to do.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">A section with settings, or null for none. A key that is no setting is an error.</param>
    /// <param name="configure">Changes settings after that, or null.</param>
    /// <exception cref="InvalidOperationException">She was added before.</exception>
    public static IServiceCollection AddMother(this IServiceCollection services, IConfiguration? configuration = null, Action<MotherSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        RefuseSecond<Mother>(services);
        Options<MotherSettings, MotherValidation>(services, settings =>
        {
            if (configuration is not null)
                settings.Problems.AddRange(Tables.Mother.Read(configuration, settings));
            configure?.Invoke(settings);
        });
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<MotherSettings>>().Value.ToOptions(Log(provider));
            return StartLog.Explained(provider.GetRequiredService<ILoggerFactory>(), () => new Mother(options));
        });
        services.AddSingleton(provider => new MotherMetrics(provider.GetRequiredService<Mother>()));
        services.AddHostedService<MotherService>();
        return AddSystemd(services, provider => WatchedSide.Of(provider.GetRequiredService<Mother>()));
    }

    /// <summary>
    /// Adds the one <see cref="IzzyClient"/> of this host. It stands stopped until it was reset by its policy, and stops as the first
    /// thing when the host stops. Wrong settings and a taken port end the start as for <see cref="AddMother"/>.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">A section with settings, or null for none. A key that is no setting is an error.</param>
    /// <param name="configure">Changes settings after that, or null.</param>
    /// <param name="stopAction">
    /// Makes what cuts the drive (see <see cref="IzzyClientOptions.StopAction"/>); null for nothing. It is called once, when the client is
    /// made. What it gets from the services here is there before the client and disposed of after it; at the moment of a stop there may be
    /// no services left to ask. It must not ask for the <see cref="IzzyClient"/>, which does not exist yet.
    /// </param>
    /// <exception cref="InvalidOperationException">One was added before.</exception>
    public static IServiceCollection AddIzzyClient(
        this IServiceCollection services,
        IConfiguration? configuration = null,
        Action<IzzyClientSettings>? configure = null,
        Func<IServiceProvider, Action<StopCause>>? stopAction = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        RefuseSecond<IzzyClient>(services);
        Options<IzzyClientSettings, IzzyClientValidation>(services, settings =>
        {
            if (configuration is not null)
                settings.Problems.AddRange(Tables.IzzyClient.Read(configuration, settings));
            configure?.Invoke(settings);
        });
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<IzzyClientSettings>>().Value.ToOptions(Log(provider));
            if (options.StopAction is null && stopAction is not null)
                options = options with { StopAction = stopAction(provider) };
            return StartLog.Explained(provider.GetRequiredService<ILoggerFactory>(), () => new IzzyClient(options));
        });
        services.AddSingleton(provider => new IzzyClientMetrics(provider.GetRequiredService<IzzyClient>()));
        services.AddHostedService<IzzyClientService>();
        return AddSystemd(services, provider => WatchedSide.Of(provider.GetRequiredService<IzzyClient>()));
    }

    private static void Options<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TSettings, TValidation>(IServiceCollection services, Action<TSettings> configure)
        where TSettings : class
        where TValidation : class, IValidateOptions<TSettings>, new()
    {
        services.AddOptions<TSettings>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TSettings>>(new TValidation());
    }

    private static IServiceCollection AddSystemd(IServiceCollection services, Func<IServiceProvider, WatchedSide> side)
    {
        services.AddSingleton(side);
        // One for both, where a host has both.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SystemdService>());
        return services;
    }

    private static void RefuseSecond<T>(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(T)))
            throw new InvalidOperationException($"{typeof(T).Name} was added to this host before. Take one of the two calls out: a host has one.");
    }

    private static ILogger Log(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger(LogCategory);
}
