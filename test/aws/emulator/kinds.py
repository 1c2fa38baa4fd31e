"""The resource types of the stack and of CDK's bootstrap stack, one row each."""

from __future__ import annotations

import json
from typing import Any

from resource_types import Call, Kind, Props, client, region

QUEUE_ATTRIBUTES = (
    "ContentBasedDeduplication", "DeduplicationScope", "DelaySeconds", "FifoQueue", "FifoThroughputLimit", "KmsMasterKeyId",
    "MessageRetentionPeriod", "RedriveAllowPolicy", "RedrivePolicy", "SqsManagedSseEnabled", "VisibilityTimeout",
)  # fmt: skip
# What cannot be set again.
FIXED_QUEUE_ATTRIBUTES = ("FifoQueue",)


def picked(props: Props, names: tuple[str, ...], without: tuple[str, ...] = ()) -> Props:
    return {name: props[name] for name in names if name in props and name not in without}


def generated_secret(props: Props) -> str | None:
    wanted = props.get("GenerateSecretString")
    if wanted is None:
        return props.get("SecretString")
    options = {"PasswordLength": int(wanted.get("PasswordLength", 32)), "ExcludePunctuation": wanted.get("ExcludePunctuation", False)}
    value = client("secretsmanager").get_random_password(**options)["RandomPassword"]
    return json.dumps({**json.loads(wanted["SecretStringTemplate"]), wanted["GenerateStringKey"]: value})


def encryption(props: Props) -> Props:
    """The template says SSEEnabled where the service says Enabled."""
    found = props.get("SSESpecification")
    return {"SSESpecification": {**found, "Enabled": found["SSEEnabled"]}} if found else {}


def table_settings(operation: str, name: str) -> Call:
    return Call(operation, lambda props, ref: {"TableName": ref}, needs=(name,))


def queue_policy(props: Props, ref: str) -> Props:
    return {"QueueUrl": props["Queues"][0], "Attributes": {"Policy": props["PolicyDocument"]}}


def topic_policy(props: Props, ref: str) -> Props:
    return {"TopicArn": props["Topics"][0], "AttributeName": "Policy", "AttributeValue": props["PolicyDocument"]}


def role_policy(props: Props, ref: str) -> Props:
    return {"RoleName": props["Roles"][0]}


def by(**names: str) -> Any:
    """Arguments that are the resource's id."""
    return lambda props, ref: {name: ref for name in names.values()}


def put(operation: str) -> dict[str, Any]:
    """Where one call makes and changes."""
    return {"create": Call(operation), "update": (Call(operation),)}


def arn(service: str, rest: str) -> str:
    return f"join('', ['arn:aws:{service}:', region, ':', account, ':', {rest}])"


# On a host that does not exist: a client that takes it for the endpoint, whatever AWS_ENDPOINT_URL says, reaches nobody.
QUEUE_URL = "join('', ['https://sqs.', region, '.emulated.invalid/', account, '/', props.QueueName])"
QUEUE_POLICY = Call("set_queue_attributes", queue_policy)
TOPIC_POLICY = Call("set_topic_attributes", topic_policy)
ROLE_POLICY = Call("put_role_policy", role_policy)
SECRET = by(id="SecretId")
KEY = by(id="KeyId")
API = by(id="ApiId")
POOL = by(id="UserPoolId")
FUNCTION_CODE = Call("update_function_code", lambda props, ref: props["Code"])

KINDS: dict[str, Kind] = {
    # The stack.
    "AWS::ApiGatewayV2::Api": Kind(
        "apigatewayv2", Call("create_api"), "answer.ApiId", {"ApiEndpoint": "front || answer.ApiEndpoint", "ApiId": "answer.ApiId"},
        update=(Call("update_api", API),), delete=Call("delete_api", API),
    ),
    "AWS::ApiGatewayV2::Authorizer": Kind(
        "apigatewayv2", Call("create_authorizer"), "answer.AuthorizerId", {"AuthorizerId": "answer.AuthorizerId"},
        update=(Call("update_authorizer", by(id="AuthorizerId")),), delete=Call("delete_authorizer", by(id="AuthorizerId")),
    ),
    "AWS::ApiGatewayV2::Integration": Kind(
        "apigatewayv2", Call("create_integration"), "answer.IntegrationId",
        update=(Call("update_integration", by(id="IntegrationId")),), delete=Call("delete_integration", by(id="IntegrationId")),
    ),
    "AWS::ApiGatewayV2::Route": Kind(
        "apigatewayv2", Call("create_route"), "answer.RouteId",
        update=(Call("update_route", by(id="RouteId")),), delete=Call("delete_route", by(id="RouteId")),
    ),
    "AWS::ApiGatewayV2::Stage": Kind("apigatewayv2", Call("create_stage"), "props.StageName"),
    "AWS::CloudWatch::Alarm": Kind(
        "cloudwatch", ref="props.AlarmName", attributes={"Arn": arn("cloudwatch", "'alarm:', props.AlarmName")}, name="AlarmName",
        **put("put_metric_alarm"), delete=Call("delete_alarms", by(id="AlarmNames")),
    ),
    "AWS::CloudWatch::CompositeAlarm": Kind(
        name="AlarmName", ref="props.AlarmName", attributes={"Arn": arn("cloudwatch", "'alarm:', props.AlarmName")},
    ),
    "AWS::CloudWatch::Dashboard": Kind(
        "cloudwatch", name="DashboardName", ref="props.DashboardName", **put("put_dashboard"),
        delete=Call("delete_dashboards", by(id="DashboardNames")),
    ),
    # Moto does not know it.
    "AWS::Cognito::ManagedLoginBranding": Kind(),
    "AWS::Cognito::UserPool": Kind(
        "cognito-idp", Call("create_user_pool", lambda props, ref: {"PoolName": props["UserPoolName"]}), "answer.UserPool.Id",
        {
            "Arn": "answer.UserPool.Arn", "UserPoolId": "answer.UserPool.Id",
            "ProviderURL": "join('', ['https://cognito-idp.', region, '.amazonaws.com/', answer.UserPool.Id])",
        },
        update=(Call("update_user_pool", POOL),), delete=Call("delete_user_pool", POOL),
    ),
    "AWS::Cognito::UserPoolClient": Kind(
        "cognito-idp", Call("create_user_pool_client"), "answer.UserPoolClient.ClientId",
        {"ClientId": "answer.UserPoolClient.ClientId"}, name="ClientName",
        update=(Call("update_user_pool_client", by(id="ClientId")),), delete=Call("delete_user_pool_client", by(id="ClientId")),
    ),
    "AWS::Cognito::UserPoolDomain": Kind(
        "cognito-idp", Call("create_user_pool_domain"), "props.Domain", delete=Call("delete_user_pool_domain", by(id="Domain")),
    ),
    "AWS::Cognito::UserPoolGroup": Kind(
        "cognito-idp", Call("create_group"), "props.GroupName",
        update=(Call("update_group", by(id="GroupName")),), delete=Call("delete_group", by(id="GroupName")),
    ),
    # Moto neither changes nor deletes one.
    "AWS::Cognito::UserPoolResourceServer": Kind("cognito-idp", Call("create_resource_server"), "props.Identifier"),
    "AWS::DynamoDB::Table": Kind(
        "dynamodb", Call("create_table", lambda props, ref: encryption(props)), "props.TableName",
        {"Arn": "answer.TableDescription.TableArn"}, name="TableName",
        settle=(
            table_settings("update_time_to_live", "TimeToLiveSpecification"),
            table_settings("update_continuous_backups", "PointInTimeRecoverySpecification"),
        ),
        update=(Call("update_table", lambda props, ref: {"TableName": ref, "LocalSecondaryIndexes": None, **encryption(props)}),),
        delete=Call("delete_table", by(id="TableName")),
    ),
    "AWS::Events::EventBus": Kind(
        "events", Call("create_event_bus"), "props.Name", {"Arn": "answer.EventBusArn", "Name": "props.Name"},
        delete=Call("delete_event_bus", by(id="Name")),
    ),
    "AWS::Events::Rule": Kind(
        "events", Call("put_rule"), "props.Name", {"Arn": "answer.RuleArn"}, name="Name", update=(Call("put_rule"),),
        settle=(Call("put_targets", lambda props, ref: {"Rule": ref}),),
        before_delete=(Call("remove_targets", lambda props, ref: {"Rule": ref, "Ids": [each["Id"] for each in props["Targets"]]}),),
        delete=Call("delete_rule", by(id="Name")),
    ),
    "AWS::IAM::ManagedPolicy": Kind(
        "iam", Call("create_policy", lambda props, ref: {"PolicyName": props["ManagedPolicyName"]}), "answer.Policy.Arn",
        name="ManagedPolicyName", delete=Call("delete_policy", by(id="PolicyArn")),
    ),
    "AWS::IAM::Policy": Kind(
        "iam", ROLE_POLICY, update=(ROLE_POLICY,), delete=Call("delete_role_policy", role_policy),
    ),
    "AWS::IAM::Role": Kind(
        "iam", Call("create_role"), "props.RoleName", {"Arn": "answer.Role.Arn", "RoleId": "answer.Role.RoleId"}, name="RoleName",
        update=(Call("update_assume_role_policy", lambda props, ref: {"PolicyDocument": props["AssumeRolePolicyDocument"]}),),
        delete=Call("delete_role", by(id="RoleName")),
    ),
    "AWS::KMS::Key": Kind(
        "kms", Call("create_key", lambda props, ref: {"Policy": props["KeyPolicy"]}), "answer.KeyMetadata.KeyId",
        {"Arn": "answer.KeyMetadata.Arn", "KeyId": "answer.KeyMetadata.KeyId"},
        settle=(Call("enable_key_rotation", KEY, needs=("EnableKeyRotation",)),),
        update=(Call("put_key_policy", lambda props, ref: {"KeyId": ref, "Policy": props["KeyPolicy"]}),),
        delete=Call("schedule_key_deletion", KEY),
    ),
    "AWS::Lambda::Alias": Kind(
        "lambda", Call("create_alias"), "answer.AliasArn", {"AliasArn": "answer.AliasArn"},
        update=(Call("update_alias"),), delete=Call("delete_alias"),
    ),
    # Enabled, the emulator itself would take the queue's messages, for functions that it cannot run.
    "AWS::Lambda::EventSourceMapping": Kind(
        "lambda", Call("create_event_source_mapping", lambda props, ref: {"Enabled": False}), "answer.UUID",
        update=(Call("update_event_source_mapping", lambda props, ref: {"UUID": ref, "Enabled": False}),),
        delete=Call("delete_event_source_mapping", by(id="UUID")),
    ),
    "AWS::Lambda::Function": Kind(
        "lambda", Call("create_function"), "props.FunctionName", {"Arn": "answer.FunctionArn"}, name="FunctionName",
        settle=(Call("put_function_concurrency", needs=("ReservedConcurrentExecutions",)),),
        update=(FUNCTION_CODE, Call("update_function_configuration")), delete=Call("delete_function"),
    ),
    "AWS::Lambda::Permission": Kind(
        "lambda", Call("add_permission", lambda props, ref: {"StatementId": props["Id"]}), "props.Id", name="Id",
        delete=Call("remove_permission", by(id="StatementId")),
    ),
    "AWS::Lambda::Version": Kind("lambda", Call("publish_version"), "answer.FunctionArn", {"Version": "answer.Version"}),
    "AWS::Logs::LogGroup": Kind(
        "logs", Call("create_log_group"), "props.LogGroupName", {"Arn": arn("logs", "'log-group:', props.LogGroupName, ':*'")},
        name="LogGroupName", settle=(Call("put_retention_policy", needs=("RetentionInDays",)),), delete=Call("delete_log_group"),
    ),
    "AWS::Logs::MetricFilter": Kind(
        "logs", ref="props.FilterName", name="FilterName", **put("put_metric_filter"), delete=Call("delete_metric_filter"),
    ),
    "AWS::SNS::Subscription": Kind(
        "sns", Call("subscribe"), "answer.SubscriptionArn", delete=Call("unsubscribe", by(id="SubscriptionArn")),
    ),
    "AWS::SNS::Topic": Kind(
        "sns",
        Call("create_topic", lambda props, ref: {
            "Name": props["TopicName"], "Attributes": picked(props, ("DisplayName", "KmsMasterKeyId")),
        }),
        "answer.TopicArn", {"TopicArn": "answer.TopicArn", "TopicName": "props.TopicName"}, name="TopicName",
        delete=Call("delete_topic", by(id="TopicArn")),
    ),
    "AWS::SNS::TopicPolicy": Kind("sns", TOPIC_POLICY, update=(TOPIC_POLICY,)),
    "AWS::SQS::Queue": Kind(
        "sqs", Call("create_queue", lambda props, ref: {"Attributes": picked(props, QUEUE_ATTRIBUTES)}), QUEUE_URL,
        {"Arn": arn("sqs", "props.QueueName"), "QueueName": "props.QueueName", "QueueUrl": QUEUE_URL}, name="QueueName",
        update=(Call("set_queue_attributes", lambda props, ref: {
            "QueueUrl": ref, "Attributes": picked(props, QUEUE_ATTRIBUTES, FIXED_QUEUE_ATTRIBUTES),
        }),),
        delete=Call("delete_queue", by(id="QueueUrl")),
    ),
    "AWS::SQS::QueuePolicy": Kind("sqs", QUEUE_POLICY, update=(QUEUE_POLICY,)),
    "AWS::Scheduler::ScheduleGroup": Kind(
        "scheduler", Call("create_schedule_group"), "props.Name", {"Arn": "answer.ScheduleGroupArn"},
        delete=Call("delete_schedule_group", by(id="Name")),
    ),
    "AWS::SecretsManager::Secret": Kind(
        "secretsmanager", Call("create_secret", lambda props, ref: {"SecretString": generated_secret(props)}), "answer.ARN",
        {"Id": "answer.ARN"}, name="Name", precious=("GenerateSecretString",),
        update=(Call("update_secret", lambda props, ref: {"SecretId": ref}),),
        delete=Call("delete_secret", lambda props, ref: {"SecretId": ref, "ForceDeleteWithoutRecovery": True}),
    ),
    # What `cdk bootstrap` makes; the stack has a bucket too.
    "AWS::ECR::Repository": Kind(
        "ecr", Call("create_repository"), "props.RepositoryName", {"Arn": "answer.repository.repositoryArn"}, name="RepositoryName",
    ),
    "AWS::S3::Bucket": Kind(
        "s3",
        Call("create_bucket", lambda props, ref: {
            "Bucket": props["BucketName"], "CreateBucketConfiguration": {"LocationConstraint": region()},
        }),
        "props.BucketName", {"Arn": "join('', ['arn:aws:s3:::', props.BucketName])", "RegionalDomainName": "props.BucketName"},
        name="BucketName", delete=Call("delete_bucket", by(id="Bucket")),
    ),
    "AWS::S3::BucketPolicy": Kind(),
    "AWS::SSM::Parameter": Kind(
        "ssm", ref="props.Name", name="Name", **put("put_parameter"), delete=Call("delete_parameter", by(id="Name")),
    ),
}  # fmt: skip
